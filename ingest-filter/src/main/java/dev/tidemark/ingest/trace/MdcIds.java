package dev.tidemark.ingest.trace;

import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;

/** A trace's ids in the MDC of a thread, and what they have replaced. */
final class MdcIds {
    private final TraceContext trace;
    private final @Nullable MdcIds outer;
    private @Nullable String previousTraceId;
    private @Nullable String previousSpanId;
    private final @Nullable String former;
    private boolean hasTraceId;
    private boolean hasSpanId;

    /**
     * @param outer the ids of an outer scope; null if there are none in the MDC
     * @param former the trace id that this thread's last scope has put into the MDC; found there, it is a remainder
     */
    MdcIds(TraceContext trace, @Nullable MdcIds outer, @Nullable String former) {
        this.former = former;
        this.trace = trace;
        this.outer = outer;
    }

    /** Whether the ids need not be put into the MDC when a scope begins: nobody can read them, or reading them puts them there. */
    static boolean areOnDemand() {
        MDCAdapter onDemand = OnDemand.ADAPTER;
        MDCAdapter mdc = MDC.getMDCAdapter();
        return mdc == onDemand || mdc instanceof NOPMDCAdapter;
    }

    TraceContext trace() {
        return trace;
    }

    @Nullable MdcIds outer() {
        return outer;
    }

    /** Ids of others stay: the span id of one trace beside the id of another would be wrong. */
    void put() {
        previousTraceId = MDC.get(TraceContext.MDC_TRACE_ID);
        previousSpanId = MDC.get(TraceContext.MDC_SPAN_ID);
        if (outer == null && previousTraceId != null && previousTraceId.equals(former)) {
            previousTraceId = null;
            previousSpanId = null;
        }
        TraceContext replaced = outer == null ? null : outer.trace;
        hasTraceId = previousTraceId == null
                || previousTraceId.equals(trace.traceId())
                || (replaced != null && previousTraceId.equals(replaced.traceId()));
        hasSpanId = hasTraceId
                && (previousSpanId == null || (replaced != null && previousSpanId.equals(replaced.spanId())));
        if (hasTraceId) {
            MDC.put(TraceContext.MDC_TRACE_ID, trace.traceId());
        }
        if (hasSpanId) {
            MDC.put(TraceContext.MDC_SPAN_ID, trace.spanId());
        }
    }

    /** What was there before, also if the application has put other ids there since: a thread must not keep them. */
    void restore() {
        if (hasTraceId) {
            restore(TraceContext.MDC_TRACE_ID, previousTraceId);
        }
        if (hasSpanId) {
            restore(TraceContext.MDC_SPAN_ID, previousSpanId);
        }
    }

    private static void restore(String key, @Nullable String previous) {
        if (previous == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, previous);
        }
    }

    /** Initialised by the first request, when the application's logging has started. */
    private static final class OnDemand {
        static final @Nullable MDCAdapter ADAPTER = install();

        private static @Nullable MDCAdapter install() {
            MDCAdapter installed = null;
            try {
                for (MdcOnDemand backEnd : ServiceLoader.load(MdcOnDemand.class, MdcIds.class.getClassLoader())) {
                    installed = installed == null ? backEnd.install() : installed;
                }
            } catch (RuntimeException | Error e) {
                // A back end that is not there. Then each scope puts its ids into the MDC.
                return installed;
            }
            return installed;
        }
    }
}
