package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceScope;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Runs after the application's filters, and takes over the ids of the span that one of them may have started. */
final class TidemarkSpanWebFilter implements WebFilter, Ordered {

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!(exchange.getAttribute(ServerRequest.ATTRIBUTE) instanceof ServerRequest request)) {
            return chain.filter(exchange);
        }
        TraceContext begun = request.trace();
        request.joinActiveSpan();
        TraceContext joined = request.trace();
        if (joined == begun) {
            return chain.filter(exchange);
        }
        exchange.getResponse().getHeaders().set(TraceContext.X_TRACE_ID, joined.traceId());
        return Mono.<Void>from(subscriber -> {
                    try (TraceScope ignored = joined.makeCurrent()) {
                        chain.filter(exchange).subscribe(subscriber);
                    }
                })
                .contextWrite(context -> context.put(TraceContext.CONTEXT_KEY, joined));
    }
}
