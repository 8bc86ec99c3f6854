package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.TidemarkHandle;
import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceScope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Measures every request to a WebFlux application until its response is written. The trace is current on the thread that
 * begins the request, on those that bring its body, and in Reactor's context. Thread-safe.
 */
final class TidemarkWebFilter implements WebFilter, Ordered {
    private final TidemarkHandle handle;
    private final RouteLookup routes;

    TidemarkWebFilter(TidemarkHandle handle, RouteLookup routes) {
        this.handle = handle;
        this.routes = routes;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        // An error page, or a servlet filter outside of this one.
        if (exchange.getAttribute(ServerRequest.ATTRIBUTE) != null) {
            return chain.filter(exchange);
        }
        HttpHeaders headers = exchange.getRequest().getHeaders();
        ServerRequest request = handle.tidemark()
                .begin(
                        exchange.getRequest().getMethod().name(),
                        exchange.getRequest().getPath().pathWithinApplication().value(),
                        onlyOne(headers, TraceContext.TRACEPARENT),
                        all(headers, TraceContext.TRACESTATE));
        exchange.getAttributes().put(ServerRequest.ATTRIBUTE, request);
        exchange.getResponse()
                .getHeaders()
                .set(TraceContext.X_TRACE_ID, request.trace().traceId());
        WebExchangeEnd end = new WebExchangeEnd(request, exchange, routes);
        Mono<Void> measured = chain.filter(end.measured())
                .doOnSuccess(nothing -> end.answered())
                .doOnError(end::failed)
                .doOnCancel(end::cancelled)
                .contextWrite(context -> context.put(TraceContext.CONTEXT_KEY, request.trace()));
        return Mono.from(subscriber -> {
            try (TraceScope ignored = request.trace().makeCurrent()) {
                measured.subscribe(subscriber);
            }
        });
    }

    /** W3C Trace Context requires a new trace if the header occurs several times. */
    private static @Nullable String onlyOne(HttpHeaders headers, String name) {
        List<String> values = headers.getValuesAsList(name);
        return values.size() == 1 ? values.get(0) : null;
    }

    /** As it was sent; the methods that return a header's values differ in Spring 6 and 7, or split them. */
    private static @Nullable String all(HttpHeaders headers, String name) {
        if (headers.getFirst(name) == null) {
            return null;
        }
        List<String> all = new ArrayList<>();
        headers.forEach((header, values) -> {
            if (header.equalsIgnoreCase(name)) {
                all.addAll(values);
            }
        });
        return TraceContext.joined(all);
    }
}
