package dev.tidemark.ingest.micronaut;

import dev.tidemark.ingest.http.HttpCall;
import dev.tidemark.ingest.trace.TraceContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.annotation.ClientFilter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.context.ServerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Measures the requests of Micronaut's HTTP client, and propagates the trace with them: requests made while serving a request join its
 * trace and carry its baggage. Runs after other filters, and leaves alone what one of them has propagated.
 */
@ClientFilter(ClientFilter.MATCH_ALL_PATTERN)
@Requires(classes = MutableHttpRequest.class)
@Requires(property = "tidemark.enabled", notEquals = "false")
final class TidemarkClientFilter implements Ordered {
    private static final String CALL = "dev.tidemark.call";

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @RequestFilter
    void begin(MutableHttpRequest<?> request) {
        HttpCall call = HttpCall.begin(current());
        request.setAttribute(CALL, call);
        boolean propagated = request.getHeaders().contains(TraceContext.TRACEPARENT);
        if (!call.propagates(propagated)) {
            return;
        }
        call.propagate(propagated, request::header);
        if (!request.getHeaders().contains(TraceContext.BAGGAGE)) {
            ServerRequestContext.currentRequest()
                    .map(served -> served.getHeaders().getAll(TraceContext.BAGGAGE))
                    .map(TraceContext::joined)
                    .ifPresent(baggage -> request.header(TraceContext.BAGGAGE, baggage));
        }
    }

    /** Of a streamed response, the headers have arrived; of any other, all of it. */
    @ResponseFilter
    void end(HttpRequest<?> request, @Nullable HttpResponse<?> response, @Nullable Throwable failure) {
        HttpCall call = request.getAttribute(CALL, HttpCall.class).orElse(null);
        if (call == null) {
            return;
        }
        String template = BasicHttpAttributes.getUriTemplate(request).orElse(null);
        if (response == null || failure != null) {
            call.failed(request.getMethodName(), request.getUri(), template);
        } else {
            call.answered(request.getMethodName(), request.getUri(), template, response.code());
        }
    }

    private static @Nullable TraceContext current() {
        return PropagatedContext.getOrEmpty()
                .find(TraceElement.class)
                .map(TraceElement::trace)
                .orElseGet(TraceContext::current);
    }
}
