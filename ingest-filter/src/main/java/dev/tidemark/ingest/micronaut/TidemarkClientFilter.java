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
import io.micronaut.http.context.ServerRequestContext;
import io.micronaut.http.filter.FilterContinuation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Measures the requests of Micronaut's HTTP client, and propagates the trace with them: requests made while serving a request join its
 * trace and carry its baggage. Runs after other filters, and leaves alone what one of them has propagated.
 */
@ClientFilter(ClientFilter.MATCH_ALL_PATTERN)
@Requires(classes = {MutableHttpRequest.class, Mono.class})
@Requires(property = "tidemark.enabled", notEquals = "false")
final class TidemarkClientFilter implements Ordered {
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    /** Of a streamed response, the headers have arrived; of any other, all of it. */
    @RequestFilter
    Publisher<HttpResponse<?>> measure(
            MutableHttpRequest<?> request, FilterContinuation<Publisher<HttpResponse<?>>> continuation) {
        HttpCall call = HttpCall.begin(current());
        propagate(request, call);
        // Of a request that is given up, after a timeout for example, a response filter hears nothing.
        return Mono.from(continuation.proceed())
                .doOnNext(response ->
                        call.answered(request.getMethodName(), request.getUri(), template(request), response.code()))
                .doOnError(failure -> call.failed(request.getMethodName(), request.getUri(), template(request)))
                .doOnCancel(() -> call.failed(request.getMethodName(), request.getUri(), template(request)));
    }

    private static void propagate(MutableHttpRequest<?> request, HttpCall call) {
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

    private static @Nullable String template(HttpRequest<?> request) {
        return BasicHttpAttributes.getUriTemplate(request).orElse(null);
    }

    private static @Nullable TraceContext current() {
        return PropagatedContext.getOrEmpty()
                .find(TraceElement.class)
                .map(TraceElement::trace)
                .orElseGet(TraceContext::current);
    }
}
