package dev.tidemark.ingest.trace;

import org.jspecify.annotations.Nullable;

/**
 * While this scope is open, its trace is the thread's current one and the trace's ids are in the MDC, unless the
 * application or another library has put ids of its own there. Closing it restores the previous state. Only the thread
 * that opened it may use it.
 */
public final class TraceScope implements AutoCloseable {
    /**
     * The state of a thread: its current trace, the innermost ids in the MDC, and the last ones that were there. It stays with the thread, because removing it would
     * cost the next request a new entry with a weak reference. So it is of the JDK's classes, and between requests holds a text at
     * most: a thread of a server must not retain an application that was removed.
     */
    private static final ThreadLocal<@Nullable Object @Nullable []> STATE = new ThreadLocal<>();

    private static final int TRACE = 0;
    private static final int IDS = 1;

    /** The trace id that was in the MDC last. What copies the whole MDC may put it back there after its scope was closed. */
    private static final int FORMER = 2;

    private final TraceContext trace;
    private final @Nullable TraceContext previous;

    // This object is handed to no method: where the compiler inlines both of these, it need not allocate it.
    TraceScope(TraceContext trace) {
        this.trace = trace;
        this.previous = enter(trace);
    }

    @Override
    public void close() {
        leave(trace, previous);
    }

    /** Makes a trace the current one; returns the one before. */
    private static @Nullable TraceContext enter(TraceContext trace) {
        @Nullable Object[] state = STATE.get();
        if (state == null) {
            state = new @Nullable Object[FORMER + 1];
            STATE.set(state);
        }
        TraceContext previous = (TraceContext) state[TRACE];
        if (previous != trace) {
            state[TRACE] = trace;
            if (!MdcIds.areOnDemand()) {
                putIds();
            }
        }
        return previous;
    }

    private static void leave(TraceContext trace, @Nullable TraceContext previous) {
        @Nullable Object[] state = STATE.get();
        if (previous == trace || state == null) {
            return;
        }
        try {
            if (state[IDS] instanceof MdcIds ids && ids.trace() == trace) {
                ids.restore();
                state[IDS] = ids.outer();
                state[FORMER] = ids.trace().traceId();
            }
        } finally {
            state[TRACE] = previous;
        }
    }

    static @Nullable TraceContext currentTrace() {
        @Nullable Object[] state = STATE.get();
        return state == null ? null : (TraceContext) state[TRACE];
    }

    /** Puts the ids of the current trace into the MDC, if there is one and its ids are not there yet. */
    public static void putIds() {
        @Nullable Object[] state = STATE.get();
        if (state == null || !(state[TRACE] instanceof TraceContext current)) {
            return;
        }
        MdcIds outer = (MdcIds) state[IDS];
        if (outer == null || outer.trace() != current) {
            MdcIds ids = new MdcIds(current, outer, (String) state[FORMER]);
            // First, because the MDC may ask for the ids again.
            state[IDS] = ids;
            ids.put();
        }
    }
}
