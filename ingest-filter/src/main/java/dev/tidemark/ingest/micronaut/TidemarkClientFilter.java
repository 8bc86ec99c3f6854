package dev.tidemark.ingest.micronaut;

import dev.tidemark.ingest.trace.TraceContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.annotation.ClientFilter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.context.ServerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Propagates the trace with Micronaut's HTTP client: requests made while serving a request join its trace and carry its
 * baggage. Runs after other filters, and leaves alone what one of them has propagated.
 */
@ClientFilter(ClientFilter.MATCH_ALL_PATTERN)
@Requires(classes = MutableHttpRequest.class)
@Requires(property = "tidemark.enabled", notEquals = "false")
final class TidemarkClientFilter implements Ordered {

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @RequestFilter
    void passOn(MutableHttpRequest<?> request) {
        TraceContext serving = current();
        if (serving == null || request.getHeaders().contains(TraceContext.TRACEPARENT)) {
            return;
        }
        TraceContext trace = serving.innermost();
        request.header(TraceContext.TRACEPARENT, trace.traceparent());
        String tracestate = trace.tracestate();
        if (tracestate != null) {
            request.header(TraceContext.TRACESTATE, tracestate);
        }
        if (!request.getHeaders().contains(TraceContext.BAGGAGE)) {
            ServerRequestContext.currentRequest()
                    .map(served -> served.getHeaders().getAll(TraceContext.BAGGAGE))
                    .map(TraceContext::joined)
                    .ifPresent(baggage -> request.header(TraceContext.BAGGAGE, baggage));
        }
    }

    private static @Nullable TraceContext current() {
        return PropagatedContext.getOrEmpty()
                .find(TraceElement.class)
                .map(TraceElement::trace)
                .orElseGet(TraceContext::current);
    }
}
