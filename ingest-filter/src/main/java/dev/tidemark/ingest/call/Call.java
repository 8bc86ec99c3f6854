package dev.tidemark.ingest.call;

import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.wire.event.CallKind;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private static final Call UNMEASURED = new Call(true);

    private final AtomicBoolean ended;

    private Call(boolean ended) {
        this.ended = new AtomicBoolean(ended);
    }

    /**
     * Begins a call of the request whose trace is current on this thread; its time counts from now.
     *
     * @param kind what is called; the operation of {@link #end} must be of the same kind
     */
    public static Call begin(CallKind kind) {
        return begin(kind, TraceContext.current());
    }

    /**
     * The same for the request of a trace.
     *
     * @param trace null for background work
     */
    public static Call begin(CallKind kind, @Nullable TraceContext trace) {
        return trace == null ? UNMEASURED : new Call(false);
    }

    /** A call that is not measured; all its methods do nothing. */
    public static Call unmeasured() {
        return UNMEASURED;
    }

    /** Whether anything comes of this call. If not, the caller need not find out what its operation is. */
    public boolean isMeasured() {
        return this != UNMEASURED;
    }

    /**
     * Ends the call now. Only the first end counts.
     *
     * @param failed whether it failed: its caller got an exception, or another answer that is an error
     */
    public void end(Operation operation, boolean failed) {
        ended.set(true);
    }

    /**
     * Lets the time of this call go on after its {@link #end}, while more of its results are awaited, until {@link #pause}. It is still
     * one call. Has no effect before the end, and none while it goes on already.
     */
    public void resume() {}

    /** Stops the time after {@link #resume}. Has no effect otherwise. */
    public void pause() {}

    /** Adds rows that were read or changed, before or after the end. Rows of a call are unknown unless this is called, also with 0. */
    public void rows(long more) {}

    /** A read of Redis found its key. */
    public void hit() {
        hits(1);
    }

    /** A read of Redis did not find its key. */
    public void miss() {
        misses(1);
    }

    /** Reads of Redis that found their keys, before or after the end. */
    public void hits(long more) {}

    /** Reads of Redis that did not find their keys, before or after the end. */
    public void misses(long more) {}
}
