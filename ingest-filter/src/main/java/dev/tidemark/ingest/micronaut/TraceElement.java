package dev.tidemark.ingest.micronaut;

import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceScope;
import io.micronaut.core.propagation.ThreadPropagatedContextElement;

/**
 * Propagates a request's trace to every thread that works on it.
 *
 * @param trace the trace
 */
record TraceElement(TraceContext trace) implements ThreadPropagatedContextElement<TraceScope> {

    @Override
    public TraceScope updateThreadContext() {
        return trace.makeCurrent();
    }

    @Override
    public void restoreThreadContext(TraceScope scope) {
        scope.close();
    }
}
