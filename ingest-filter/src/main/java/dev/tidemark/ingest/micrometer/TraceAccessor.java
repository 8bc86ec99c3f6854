package dev.tidemark.ingest.micrometer;

import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceScope;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/** Hands the current trace and its ids in the MDC from thread to thread. Found as a service. */
public final class TraceAccessor implements ThreadLocalAccessor<TraceContext> {
    @Override
    public Object key() {
        return TraceContext.CONTEXT_KEY;
    }

    @Override
    public @Nullable TraceContext getValue() {
        return TraceContext.current();
    }

    @Override
    public void setValue(TraceContext trace) {
        TraceScope.set(trace);
    }

    @Override
    public void setValue() {
        TraceScope.set(null);
    }
}
