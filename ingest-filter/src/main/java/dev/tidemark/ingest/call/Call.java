package dev.tidemark.ingest.call;

import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.RequestEvent;
import org.jspecify.annotations.Nullable;

/**
 * One call that the application makes, from its begin to its end. It belongs to the request whose trace is current where it begins, on
 * whatever thread it ends; without such a request, it is background work of the process.
 *
 * <pre>{@code
 * private static final Operation FIND = Operation.of(CallKind.HTTP, "prices", "GET /prices/{id}");
 *
 * Call call = Call.begin(CallKind.HTTP);
 * boolean failed = true;
 * try {
 *     price = client.find(id);
 *     failed = false;
 * } finally {
 *     call.end(FIND, failed);
 * }
 * }</pre>
 *
 * <p>No method throws, blocks or waits. Thread-safe.
 */
public final class Call {
    /** Instead of a place: the time of this call does not go on. */
    private static final int STOPPED = -2;

    private static final Call UNMEASURED = new Call(CallKind.DB, null, CallOwner.NOT_OURS, 0, 0);

    private final CallKind kind;

    /** Its lock guards this call, too. Null if this call is not measured. */
    private final @Nullable CallOwner owner;

    private final int generation;
    private long since;
    private int place;

    /** The window that it was added to, unless that was done with its request. */
    private long window = CallTable.NO_WINDOW;

    /** Null before the end. */
    private @Nullable Operation operation;

    private long micros;
    private long rows = CallTotals.UNKNOWN;
    private long hits = CallTotals.UNKNOWN;
    private long misses = CallTotals.UNKNOWN;

    // Handed to no method: where the compiler inlines those of this class, it need not allocate a call that its caller
    // does not keep.
    private Call(CallKind kind, @Nullable CallOwner owner, int place, int generation, long since) {
        this.kind = kind;
        this.owner = owner;
        this.place = place;
        this.generation = generation;
        this.since = since;
    }

    /**
     * Begins a call of the request whose trace is current on this thread; its time counts from now.
     *
     * @param kind what is called; the operation of {@link #end} must be of the same kind
     */
    public static Call begin(CallKind kind) {
        return begin(kind, TraceContext.current(), System.nanoTime());
    }

    /**
     * The same for the request of a trace.
     *
     * @param trace null for background work
     */
    public static Call begin(CallKind kind, @Nullable TraceContext trace) {
        return begin(kind, trace, System.nanoTime());
    }

    static Call begin(CallKind kind, @Nullable TraceContext trace, long nanos) {
        CallOwner owner = null;
        int place = CallOwner.NOT_OURS;
        int generation = 0;
        if (trace != null && trace.request() instanceof MeasuredRequest measured) {
            RequestCalls calls = measured.calls();
            if (calls != null) {
                owner = calls;
                place = calls.begin(kind, measured, nanos);
                generation = calls.generation();
            }
        }
        if (place == CallOwner.NOT_OURS) {
            owner = BackgroundCalls.begin();
        }
        return new Call(kind, owner, place, generation, nanos);
    }

    /** A call that is not measured; all its methods do nothing. */
    public static Call unmeasured() {
        return UNMEASURED;
    }

    /** Whether anything comes of this call. If not, the caller need not find out what its operation is. */
    public boolean isMeasured() {
        return owner != null;
    }

    /**
     * Ends the call now. Only the first end counts.
     *
     * @param of what it did
     * @param failed whether it failed: its caller got an exception, or another answer that is an error
     */
    public void end(Operation of, boolean failed) {
        end(of, failed, System.nanoTime());
    }

    void end(Operation of, boolean failed, long nanos) {
        if (owner == null) {
            return;
        }
        synchronized (owner) {
            if (operation == null) {
                Operation known = ended(of, nanos);
                window = owner.end(place, known, micros, failed, nanos);
                if (isFound()) {
                    owner.found(generation, window, known, rows, hits, misses);
                }
                place = STOPPED;
            }
        }
    }

    private Operation ended(@Nullable Operation of, long nanos) {
        // Code without null checks may call this, too.
        Operation known = of == null ? Operation.other(kind) : of;
        operation = known;
        micros = elapsed(nanos);
        return known;
    }

    private boolean isFound() {
        return rows >= 0 || hits >= 0 || misses >= 0;
    }

    /**
     * Lets the time of this call go on after its {@link #end}, while more of its results are awaited, until {@link #pause}. It is still
     * one call. Has no effect before the end, and none while it goes on already.
     */
    public void resume() {
        resume(System.nanoTime());
    }

    void resume(long nanos) {
        if (owner == null) {
            return;
        }
        synchronized (owner) {
            if (operation != null && place == STOPPED) {
                since = nanos;
                place = owner.resume(kind, generation, nanos);
            }
        }
    }

    /** Stops the time after {@link #resume}. Has no effect otherwise. */
    public void pause() {
        pause(System.nanoTime());
    }

    void pause(long nanos) {
        if (owner == null) {
            return;
        }
        synchronized (owner) {
            if (operation != null && place != STOPPED) {
                long by = elapsed(nanos);
                owner.pause(place, window, operation, micros, by, nanos);
                micros += by;
                place = STOPPED;
            }
        }
    }

    /**
     * Adds rows that were read or changed, before or after the end. Rows of a call are unknown unless this is called, also with 0. What
     * is added after the request is over, or after the ten seconds of a call in the background, may be lost.
     */
    public void rows(long more) {
        found(more, CallTotals.UNKNOWN, CallTotals.UNKNOWN);
    }

    /** A read of Redis found its key. */
    public void hit() {
        hits(1);
    }

    /** A read of Redis did not find its key. */
    public void miss() {
        misses(1);
    }

    /** Reads of Redis that found their keys; otherwise as {@link #rows}. */
    public void hits(long more) {
        found(CallTotals.UNKNOWN, more, CallTotals.UNKNOWN);
    }

    /** Reads of Redis that did not find their keys; otherwise as {@link #rows}. */
    public void misses(long more) {
        found(CallTotals.UNKNOWN, CallTotals.UNKNOWN, more);
    }

    private void found(long moreRows, long moreHits, long moreMisses) {
        if (owner == null) {
            return;
        }
        synchronized (owner) {
            if (operation == null) {
                keep(moreRows, moreHits, moreMisses);
            } else {
                owner.found(generation, window, operation, moreRows, moreHits, moreMisses);
            }
        }
    }

    private void keep(long moreRows, long moreHits, long moreMisses) {
        rows = CallTotals.sum(rows, moreRows);
        hits = CallTotals.sum(hits, moreHits);
        misses = CallTotals.sum(misses, moreMisses);
    }

    /** The whole microseconds since it began or went on. */
    private long elapsed(long nanos) {
        return Math.min(Math.max(0, nanos - since + 500) / 1000, RequestEvent.MAX_DURATION_MICROS);
    }
}
