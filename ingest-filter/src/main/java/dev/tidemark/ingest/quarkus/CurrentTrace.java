package dev.tidemark.ingest.quarkus;

import dev.tidemark.ingest.trace.TraceContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Keeps a request's trace in its Vert.x context, which Quarkus takes along to every thread that works on the request, as
 * it does with the MDC. Both end with the request.
 */
final class CurrentTrace {
    private CurrentTrace() {}

    /** From now on, {@link TraceContext#current()} also looks into the Vert.x context. */
    static void readFromVertx() {
        TraceContext.carriedBy(CurrentTrace::get);
    }

    static void set(TraceContext trace) {
        Context context = Vertx.currentContext();
        if (context == null) {
            return;
        }
        context.putLocal(CurrentTrace.class, trace);
        // Ids of others stay.
        if (MDC.get(TraceContext.MDC_TRACE_ID) == null) {
            MDC.put(TraceContext.MDC_TRACE_ID, trace.traceId());
            if (MDC.get(TraceContext.MDC_SPAN_ID) == null) {
                MDC.put(TraceContext.MDC_SPAN_ID, trace.spanId());
            }
        }
    }

    private static @Nullable TraceContext get() {
        Context context = Vertx.currentContext();
        return context == null ? null : context.getLocal(CurrentTrace.class);
    }
}
