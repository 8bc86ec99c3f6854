package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.http.HttpCall;
import dev.tidemark.ingest.trace.TraceContext;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.ContextView;

/**
 * Measures the requests of Spring's {@code WebClient} until the headers of their responses have arrived, and propagates the trace with
 * them. Spring Boot adds it to those that it builds; otherwise, add it last:
 *
 * <pre>{@code
 * WebClient.builder().filter(new TidemarkExchangeFilter()).build();
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class TidemarkExchangeFilter implements ExchangeFilterFunction {
    // A constant of WebClient's implementation.
    private static final String TEMPLATE = "org.springframework.web.reactive.function.client.WebClient.uriTemplate";

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        return Mono.deferContextual(context -> exchange(request, next, trace(context)));
    }

    private static Mono<ClientResponse> exchange(
            ClientRequest request, ExchangeFunction next, @Nullable TraceContext trace) {
        HttpCall call = HttpCall.begin(trace);
        String method = request.method().name();
        String template = request.attribute(TEMPLATE).map(Object::toString).orElse(null);
        boolean has = request.headers().getFirst(TraceContext.TRACEPARENT) != null;
        ClientRequest sent = request;
        if (call.propagates(has)) {
            ClientRequest.Builder copy = ClientRequest.from(request);
            call.propagate(has, copy::header);
            sent = copy.build();
        }
        Mono<ClientResponse> measured = next.exchange(sent)
                .doOnNext(response -> call.answered(
                        method, request.url(), template, response.statusCode().value()))
                .doOnError(failure -> call.failed(method, request.url(), template))
                .doOnCancel(() -> call.failed(method, request.url(), template));
        return trace == null ? measured : continued(measured, trace);
    }

    /** The threads that bring the response and its body go on with the request. */
    private static Mono<ClientResponse> continued(Mono<ClientResponse> measured, TraceContext trace) {
        return measured.map(response -> response.mutate()
                        .body(body -> body.transform(Operators.<DataBuffer, DataBuffer>lift(
                                (source, actual) -> new TracedSubscriber<>(trace, actual))))
                        .build())
                .transform(Operators.<ClientResponse, ClientResponse>lift(
                        (source, actual) -> new TracedSubscriber<>(trace, actual)));
    }

    /** What a request hands on in Reactor's context is known on any thread. */
    private static @Nullable TraceContext trace(ContextView context) {
        Object handed = context.getOrDefault(TraceContext.CONTEXT_KEY, null);
        return handed instanceof TraceContext trace ? trace : TraceContext.current();
    }
}
