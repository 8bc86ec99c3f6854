package dev.tidemark.ingest.trace;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The trace of a request, and this process's span in it. Immutable once it was handed to other code.
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

    /** The request header that carries the application's own data along with the trace. */
    public static final String BAGGAGE = "baggage";

    /** The response header that contains the trace id. */
    public static final String X_TRACE_ID = "X-Trace-ID";

    /** The key of the trace in what libraries hand from thread to thread, such as Reactor's context. */
    public static final String CONTEXT_KEY = "dev.tidemark.trace";

    /** The MDC key of the trace id. */
    public static final String MDC_TRACE_ID = "trace_id";

    /** The MDC key of the span id. */
    public static final String MDC_SPAN_ID = "span_id";

    // Servers accept about as many in all headers of a request.
    private static final int MAX_TRACESTATE = 8 << 10;

    private static volatile @Nullable Supplier<@Nullable TraceContext> carrier;

    private final long traceIdHigh;
    private final long traceIdLow;
    private final long spanId;
    private final @Nullable Caller caller;
    private final boolean sampled;
    private final boolean openTelemetrys;
    private @Nullable TracedRequest request;

    // Many requests need no text. If two threads make it at the same time, both make the same.
    private @Nullable String traceIdText;
    private @Nullable String spanIdText;

    /** Starts a new trace. */
    private TraceContext() {
        this.traceIdHigh = TraceIds.random();
        this.traceIdLow = TraceIds.random();
        this.spanId = TraceIds.random();
        this.caller = null;
        this.sampled = true;
        this.openTelemetrys = false;
    }

    /** @param span the id of OpenTelemetry's span; null for a new span of this filter's */
    private TraceContext(String trace, @Nullable String span, @Nullable Caller caller, boolean sampled) {
        this.traceIdHigh = TraceIds.parse(trace, 0);
        this.traceIdLow = TraceIds.parse(trace, trace.length() / 2);
        this.traceIdText = trace;
        this.spanId = span == null ? TraceIds.random() : TraceIds.parse(span, 0);
        this.spanIdText = span;
        this.caller = caller;
        this.sampled = sampled;
        this.openTelemetrys = span != null;
    }

    /**
     * The trace and the span of OpenTelemetry that is active on this thread. Without one, continues the caller's trace
     * with a new span. Starts a new trace if the caller has none or its header is invalid.
     *
     * @param traceparent the request header, or null
     * @param tracestate the request header, or null; propagated only with a valid {@code traceparent}
     */
    public static TraceContext continueOrStart(@Nullable String traceparent, @Nullable String tracestate) {
        Traceparent parent = Traceparent.parse(traceparent);
        OpenTelemetry.ActiveSpan active = OpenTelemetry.activeSpan();
        if (active != null) {
            boolean same = parent != null && active.traceId().equals(parent.traceId());
            String kept = same ? kept(tracestate) : null;
            if (active.remote()) {
                Caller remote = new Caller(active.spanId(), kept);
                return new TraceContext(active.traceId(), null, remote, active.sampled());
            }
            Caller known = same && parent != null ? new Caller(parent.parentId(), kept) : null;
            return new TraceContext(active.traceId(), active.spanId(), known, active.sampled());
        }
        return parent == null
                ? new TraceContext()
                : new TraceContext(
                        parent.traceId(), null, new Caller(parent.parentId(), kept(tracestate)), parent.sampled());
    }

    private static @Nullable String kept(@Nullable String tracestate) {
        boolean keep = tracestate != null && !tracestate.isEmpty() && tracestate.length() <= MAX_TRACESTATE;
        return keep ? tracestate : null;
    }

    /** All headers of one name as W3C Trace Context combines them; null if there is none. */
    public static @Nullable String joined(Iterable<String> headers) {
        String all = String.join(",", headers);
        return all.isEmpty() ? null : all;
    }

    /**
     * The span of OpenTelemetry that has become active since this trace began; this trace if there is none, or if it
     * already has the ids of a span of OpenTelemetry.
     */
    public TraceContext joinActiveSpan() {
        return openTelemetrys ? this : innermost();
    }

    /** The span of OpenTelemetry that is active on this thread within this trace; this trace if there is none. */
    public TraceContext innermost() {
        OpenTelemetry.ActiveSpan active = OpenTelemetry.activeSpan();
        if (active == null || active.remote() || active.spanId().equals(spanId())) {
            return this;
        }
        boolean within = active.traceId().equals(traceId());
        TraceContext inner =
                new TraceContext(active.traceId(), active.spanId(), within ? caller : null, active.sampled());
        inner.request = request;
        return inner;
    }

    /** The request of this process that this trace was begun for; null if there is none. */
    public @Nullable TracedRequest request() {
        return request;
    }

    /** Tells which request this trace was begun for, before it is handed to other code. */
    public void begunFor(TracedRequest begun) {
        request = begun;
    }

    /** The trace of the request that this thread is serving; null if there is none. */
    public static @Nullable TraceContext current() {
        TraceContext scoped = TraceScope.currentTrace();
        Supplier<@Nullable TraceContext> framework = carrier;
        return scoped == null && framework != null ? framework.get() : scoped;
    }

    /**
     * For the adapter of a framework that carries a request's trace from thread to thread itself: {@link #current()}
     * asks it on threads without an open {@link TraceScope}. There is one in a process.
     */
    public static void carriedBy(Supplier<@Nullable TraceContext> framework) {
        carrier = framework;
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
        return caller == null ? null : caller.spanId();
    }

    /** The value of {@link #TRACEPARENT} for outgoing requests. */
    public String traceparent() {
        return Traceparent.format(traceId(), spanId(), sampled);
    }

    /** The value of {@link #TRACESTATE} for outgoing requests; null if there is none. */
    public @Nullable String tracestate() {
        return caller == null ? null : caller.tracestate();
    }

    /**
     * Makes this the {@link #current()} trace of the calling thread, and puts its ids into the MDC, until the scope is
     * closed. Ids that others have put into the MDC stay. The same thread must close it.
     */
    public TraceScope makeCurrent() {
        return new TraceScope(this);
    }

    @Override
    public String toString() {
        return traceparent();
    }

    /** The span that called, with its vendor-specific data. In an object of its own, because many requests have none. */
    private record Caller(String spanId, @Nullable String tracestate) {}
}
