package dev.tidemark.ingest.trace;

import org.jspecify.annotations.Nullable;

/**
 * The trace of a request, and this process's span in it. Immutable.
 *
 * <p>To propagate the trace with an HTTP client that has no adapter here:
 *
 * <pre>{@code
 * TraceContext trace = TraceContext.current();
 * if (trace != null) {
 *     request.header(TraceContext.TRACEPARENT, trace.traceparent());
 * }
 * }</pre>
 */
public final class TraceContext {
    /** The request header that propagates the trace between processes. */
    public static final String TRACEPARENT = "traceparent";

    /** The request header that carries vendor-specific trace data. */
    public static final String TRACESTATE = "tracestate";

    /** The response header that contains the trace id. */
    public static final String X_TRACE_ID = "X-Trace-ID";

    /** The key of the trace in what libraries hand from thread to thread, such as Reactor's context. */
    public static final String CONTEXT_KEY = "dev.tidemark.trace";

    /** The MDC key of the trace id. */
    public static final String MDC_TRACE_ID = "trace_id";

    /** The MDC key of the span id. */
    public static final String MDC_SPAN_ID = "span_id";

    // W3C Trace Context requires propagating at least this many characters.
    private static final int MAX_TRACESTATE = 512;

    private final long traceIdHigh;
    private final long traceIdLow;
    private final long spanId = TraceIds.random();
    private final @Nullable String parentSpanId;
    private final boolean sampled;
    private final @Nullable String tracestate;

    // Many requests need no text. If two threads make it at the same time, both make the same.
    private @Nullable String traceIdText;
    private @Nullable String spanIdText;

    /** Starts a new trace. */
    private TraceContext() {
        this.traceIdHigh = TraceIds.random();
        this.traceIdLow = TraceIds.random();
        this.parentSpanId = null;
        this.sampled = true;
        this.tracestate = null;
    }

    private TraceContext(Traceparent parent, @Nullable String tracestate) {
        this.traceIdHigh = TraceIds.parse(parent.traceId(), 0);
        this.traceIdLow = TraceIds.parse(parent.traceId(), parent.traceId().length() / 2);
        this.traceIdText = parent.traceId();
        this.parentSpanId = parent.parentId();
        this.sampled = parent.sampled();
        this.tracestate = tracestate;
    }

    /**
     * Continues the caller's trace with a new span. Starts a new trace if the caller has none or its header is invalid.
     *
     * @param traceparent the request header, or null
     * @param tracestate the request header, or null; propagated only with a valid {@code traceparent}
     */
    public static TraceContext continueOrStart(@Nullable String traceparent, @Nullable String tracestate) {
        Traceparent parent = Traceparent.parse(traceparent);
        if (parent == null) {
            return new TraceContext();
        }
        boolean keep = tracestate != null && !tracestate.isEmpty() && tracestate.length() <= MAX_TRACESTATE;
        return new TraceContext(parent, keep ? tracestate : null);
    }

    /** The trace of the request that this thread is serving; null if there is none. */
    public static @Nullable TraceContext current() {
        return TraceScope.currentTrace();
    }

    /** 32 lower-case hexadecimal digits. */
    public String traceId() {
        String known = traceIdText;
        if (known == null) {
            known = TraceIds.traceId(traceIdHigh, traceIdLow);
            traceIdText = known;
        }
        return known;
    }

    /** 16 lower-case hexadecimal digits. */
    public String spanId() {
        String known = spanIdText;
        if (known == null) {
            known = TraceIds.spanId(spanId);
            spanIdText = known;
        }
        return known;
    }

    /** The first half of the trace id, as a number. */
    public long traceIdHigh() {
        return traceIdHigh;
    }

    /** The second half of the trace id, as a number. */
    public long traceIdLow() {
        return traceIdLow;
    }

    /** The span id as a number. */
    public long spanIdBits() {
        return spanId;
    }

    /** The span of the caller; null if the trace began here. */
    public @Nullable String parentSpanId() {
        return parentSpanId;
    }

    /** The value of {@link #TRACEPARENT} for outgoing requests. */
    public String traceparent() {
        return Traceparent.format(traceId(), spanId(), sampled);
    }

    /** The value of {@link #TRACESTATE} for outgoing requests; null if there is none. */
    public @Nullable String tracestate() {
        return tracestate;
    }

    /**
     * Makes this the {@link #current()} trace of the calling thread, and puts its ids into the MDC, until the scope is
     * closed. The same thread must close it.
     */
    public TraceScope makeCurrent() {
        return new TraceScope(this);
    }

    @Override
    public String toString() {
        return traceparent();
    }
}
