package dev.tidemark.ingest.micronaut;

import dev.tidemark.ingest.trace.TraceContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.annotation.ClientFilter;
import io.micronaut.http.annotation.RequestFilter;
import org.jspecify.annotations.Nullable;

/** Propagates the trace with Micronaut's HTTP client: requests made while serving a request join its trace. */
@ClientFilter(ClientFilter.MATCH_ALL_PATTERN)
@Requires(classes = MutableHttpRequest.class)
@Requires(property = "tidemark.enabled", notEquals = "false")
final class TidemarkClientFilter {

    @RequestFilter
    void passOn(MutableHttpRequest<?> request) {
        TraceContext trace = current();
        if (trace == null || request.getHeaders().contains(TraceContext.TRACEPARENT)) {
            return;
        }
        request.header(TraceContext.TRACEPARENT, trace.traceparent());
        String tracestate = trace.tracestate();
        if (tracestate != null) {
            request.header(TraceContext.TRACESTATE, tracestate);
        }
    }

    private static @Nullable TraceContext current() {
        return PropagatedContext.getOrEmpty()
                .find(TraceElement.class)
                .map(TraceElement::trace)
                .orElseGet(TraceContext::current);
    }
}
