package dev.tidemark.ingest.trace;

import java.util.function.Supplier;
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

    /** The request header that carries the application's own data along with the trace. */
    public static final String BAGGAGE = "baggage";

    /** The response header that contains the trace id. */
    public static final String X_TRACE_ID = "X-Trace-ID";

    /** The MDC key of the trace id. */
    public static final String MDC_TRACE_ID = "trace_id";

    /** The MDC key of the span id. */
    public static final String MDC_SPAN_ID = "span_id";

    // Servers accept about as many in all headers of a request.
    private static final int MAX_TRACESTATE = 8 << 10;

    private static volatile @Nullable Supplier<@Nullable TraceContext> carrier;

    private final String traceId;
    private final String spanId;
    private final boolean sampled;
    private final @Nullable String tracestate;
    private final boolean openTelemetrys;

    private TraceContext(
            String traceId, String spanId, boolean sampled, @Nullable String tracestate, boolean openTelemetrys) {
        this.traceId = traceId;
        this.spanId = spanId;
        this.sampled = sampled;
        this.tracestate = tracestate;
        this.openTelemetrys = openTelemetrys;
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
        boolean keep = parent != null
                && tracestate != null
                && !tracestate.isEmpty()
                && tracestate.length() <= MAX_TRACESTATE
                && (active == null || active.traceId().equals(parent.traceId()));
        String kept = keep ? tracestate : null;
        if (active != null) {
            return active.remote()
                    ? new TraceContext(active.traceId(), TraceIds.spanId(), active.sampled(), kept, false)
                    : new TraceContext(active.traceId(), active.spanId(), active.sampled(), kept, true);
        }
        return parent == null
                ? new TraceContext(TraceIds.traceId(), TraceIds.spanId(), true, null, false)
                : new TraceContext(parent.traceId(), TraceIds.spanId(), parent.sampled(), kept, false);
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
        if (active == null || active.remote() || active.spanId().equals(spanId)) {
            return this;
        }
        String kept = active.traceId().equals(traceId) ? tracestate : null;
        return new TraceContext(active.traceId(), active.spanId(), active.sampled(), kept, true);
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
        return traceId;
    }

    /** 16 lower-case hexadecimal digits. */
    public String spanId() {
        return spanId;
    }

    /** The value of {@link #TRACEPARENT} for outgoing requests. */
    public String traceparent() {
        return Traceparent.format(traceId, spanId, sampled);
    }

    /** The value of {@link #TRACESTATE} for outgoing requests; null if there is none. */
    public @Nullable String tracestate() {
        return tracestate;
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
}
