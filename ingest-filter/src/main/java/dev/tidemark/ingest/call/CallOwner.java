package dev.tidemark.ingest.call;

import dev.tidemark.wire.event.CallKind;

/** What calls belong to: a request, or the background. The caller of each method holds the lock of this object. */
abstract sealed class CallOwner permits RequestCalls, BackgroundCalls {
    /** Instead of a place in the list of the running calls of a request. */
    static final int NOT_OURS = -1;

    /**
     * Ends a call.
     *
     * @return the window that it was added to; {@link CallTable#NO_WINDOW} if that is the one of the request
     */
    abstract long end(int place, Operation operation, long micros, boolean failed, long nanos);

    /** Lets a call go on that has ended; returns its place, or {@link #NOT_OURS} if it has none. */
    abstract int resume(CallKind kind, int generation, long nanos);

    /**
     * Stops a call of {@code micros} that has gone on for {@code by}.
     *
     * @param window what {@link #end} returned
     */
    abstract void pause(int place, long window, Operation operation, long micros, long by, long nanos);

    /** Adds what a call has found that has ended. */
    abstract void found(int generation, long window, Operation operation, long rows, long hits, long misses);
}
