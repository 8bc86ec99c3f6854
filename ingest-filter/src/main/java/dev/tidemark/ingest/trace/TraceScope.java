package dev.tidemark.ingest.trace;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * While this scope is open, its trace is the thread's current one and the trace's ids are in the MDC. Closing it
 * restores the previous state. Only the thread that opened it may use it.
 */
public final class TraceScope implements AutoCloseable {
    private static final ThreadLocal<@Nullable TraceContext> CURRENT = new ThreadLocal<>();

    private final @Nullable TraceContext previous;
    private final @Nullable String previousTraceId;
    private final @Nullable String previousSpanId;

    TraceScope(TraceContext trace) {
        previous = CURRENT.get();
        previousTraceId = MDC.get(TraceContext.MDC_TRACE_ID);
        previousSpanId = MDC.get(TraceContext.MDC_SPAN_ID);
        CURRENT.set(trace);
        MDC.put(TraceContext.MDC_TRACE_ID, trace.traceId());
        MDC.put(TraceContext.MDC_SPAN_ID, trace.spanId());
    }

    static @Nullable TraceContext currentTrace() {
        return CURRENT.get();
    }

    @Override
    public void close() {
        if (previous == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(previous);
        }
        restore(TraceContext.MDC_TRACE_ID, previousTraceId);
        restore(TraceContext.MDC_SPAN_ID, previousSpanId);
    }

    private static void restore(String key, @Nullable String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }
}
