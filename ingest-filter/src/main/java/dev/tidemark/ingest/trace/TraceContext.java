package dev.tidemark.ingest.trace;

import org.jspecify.annotations.Nullable;

/**
 * Which trace a request belongs to, and which span of it this process serves. Immutable.
 *
 * <p>To pass the trace on by an HTTP client that has no adapter here:
 *
 * <pre>{@code
 * TraceContext trace = TraceContext.current();
 * if (trace != null) {
 *     request.header(TraceContext.TRACEPARENT, trace.traceparent());
 * }
 * }</pre>
 */
public final class TraceContext {
    /** The request header that carries the trace from process to process. */
    public static final String TRACEPARENT = "traceparent";

    /** The request header that carries what tracing systems add to it. */
    public static final String TRACESTATE = "tracestate";

    /** The response header that tells the caller the trace id. */
    public static final String X_TRACE_ID = "X-Trace-ID";

    /** The name of the trace id in the MDC. */
    public static final String MDC_TRACE_ID = "trace_id";

    /** The name of the span id in the MDC. */
    public static final String MDC_SPAN_ID = "span_id";

    // The standard asks for at least this much to be passed on.
    private static final int MAX_TRACESTATE = 512;

    private final String traceId;
    private final String spanId;
    private final boolean sampled;
    private final @Nullable String tracestate;

    private TraceContext(String traceId, String spanId, boolean sampled, @Nullable String tracestate) {
        this.traceId = traceId;
        this.spanId = spanId;
        this.sampled = sampled;
        this.tracestate = tracestate;
    }

    /**
     * The caller's trace with a new span, or a new trace if the caller has none or its header breaks the standard.
     *
     * @param traceparent the request's header, or null
     * @param tracestate the request's header, or null; passed on only with a valid {@code traceparent}
     */
    public static TraceContext continueOrStart(@Nullable String traceparent, @Nullable String tracestate) {
        Traceparent parent = Traceparent.parse(traceparent);
        if (parent == null) {
            return new TraceContext(TraceIds.traceId(), TraceIds.spanId(), true, null);
        }
        boolean keep = tracestate != null && !tracestate.isEmpty() && tracestate.length() <= MAX_TRACESTATE;
        return new TraceContext(parent.traceId(), TraceIds.spanId(), parent.sampled(), keep ? tracestate : null);
    }

    /** The trace of the request that this thread works on; null if it works on none. */
    public static @Nullable TraceContext current() {
        return TraceScope.currentTrace();
    }

    /** 32 lower-case hexadecimal digits. */
    public String traceId() {
        return traceId;
    }

    /** 16 lower-case hexadecimal digits. */
    public String spanId() {
        return spanId;
    }

    /** The value of {@link #TRACEPARENT} for a request to another process. */
    public String traceparent() {
        return Traceparent.format(traceId, spanId, sampled);
    }

    /** The value of {@link #TRACESTATE} for a request to another process; null if there is none to pass on. */
    public @Nullable String tracestate() {
        return tracestate;
    }

    /**
     * Makes this the {@link #current()} trace of the calling thread, and puts its ids into the MDC, until the scope is
     * closed, which must be on the same thread.
     */
    public TraceScope makeCurrent() {
        return new TraceScope(this);
    }

    @Override
    public String toString() {
        return traceparent();
    }
}
