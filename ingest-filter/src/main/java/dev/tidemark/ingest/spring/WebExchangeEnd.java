package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.ClientDisconnect;
import dev.tidemark.ingest.ServerRequest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Records a request when its response is complete. */
final class WebExchangeEnd {
    // The names of constants of spring-webflux, which is not on the class path of every reactive application.
    private static final String PATTERN = "org.springframework.web.reactive.HandlerMapping.bestMatchingPattern";
    private static final String HANDLER = "org.springframework.web.reactive.HandlerMapping.bestMatchingHandler";
    private static final String WEB_SOCKET_HANDLER = "org.springframework.web.reactive.socket.WebSocketHandler";
    private static final String RESOURCES = "/**";
    private static final long UNKNOWN = -1;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int INTERNAL_SERVER_ERROR = 500;

    private final ServerRequest request;
    private final ServerWebExchange exchange;
    private final RouteLookup routes;
    private final BodyCount read = new BodyCount();
    private final BodyCount written = new BodyCount();

    WebExchangeEnd(ServerRequest request, ServerWebExchange exchange, RouteLookup routes) {
        this.request = request;
        this.exchange = exchange;
        this.routes = routes;
    }

    /** The exchange for the application; its bodies are counted. */
    ServerWebExchange measured() {
        return exchange.mutate()
                .request(new MeasuredFluxRequest(exchange.getRequest(), read, request.trace()))
                .response(MeasuredFluxResponse.of(exchange.getResponse(), written))
                .build();
    }

    void answered() {
        if (isWebSocket()) {
            finish(SWITCHING_PROTOCOLS, null, written.bytes());
        } else if (isStreamed() && NettyConnection.isClosed(exchange.getResponse())) {
            cancelled();
        } else {
            int status = status(OK);
            Object handled = status < BAD_REQUEST ? null : exchange.getAttribute(FluxErrors.ERROR);
            finish(status, handled == null ? null : handled.toString(), written.bytes());
        }
    }

    /** The application's exception handler chooses the status afterwards, unless the response has begun. */
    void failed(Throwable error) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted() && ClientDisconnect.isReportedWhileWriting(error)) {
            cancelled();
        } else if (response.isCommitted()) {
            finish(status(INTERNAL_SERVER_ERROR), error.getClass().getName(), written.bytes());
        } else {
            response.beforeCommit(() -> Mono.fromRunnable(
                    () -> finish(status(INTERNAL_SERVER_ERROR), error.getClass().getName(), UNKNOWN)));
        }
    }

    void cancelled() {
        finish(ClientDisconnect.CLIENT_CLOSED_REQUEST, null, written.bytes());
    }

    /** A response of known length is sent at once, and its connection may have been given back already. */
    private boolean isStreamed() {
        return exchange.getResponse().getHeaders().getContentLength() < 0;
    }

    /** The response of a handshake keeps the status 200. */
    private boolean isWebSocket() {
        Object handler = exchange.getAttribute(HANDLER);
        return handler != null && status(OK) < BAD_REQUEST && isWebSocketHandler(handler.getClass());
    }

    private static boolean isWebSocketHandler(@Nullable Class<?> type) {
        return type != null
                && (type.getName().equals(WEB_SOCKET_HANDLER)
                        || isWebSocketHandler(type.getSuperclass())
                        || Arrays.stream(type.getInterfaces()).anyMatch(WebExchangeEnd::isWebSocketHandler));
    }

    private int status(int ifNone) {
        HttpStatusCode set = exchange.getResponse().getStatusCode();
        return set == null ? ifNone : set.value();
    }

    /** @param bytes the length of the response's body if the response does not say it */
    private void finish(int status, @Nullable String errorType, long bytes) {
        request.noteResponse(status(OK), exchange.getResponse().getHeaders().getFirst(HttpHeaders.CONTENT_TYPE));
        if (isWebSocket() || Boolean.TRUE.equals(exchange.getAttribute(ServerRequest.STREAM_ATTRIBUTE))) {
            request.markStream();
        }
        long in = exchange.getRequest().getHeaders().getContentLength();
        long out = exchange.getResponse().getHeaders().getContentLength();
        request.finishAs(
                route(status),
                status,
                errorType,
                in < 0 && read.bytes() > 0 ? read.bytes() : in,
                out < 0 ? bytes : out);
    }

    private @Nullable String route(int status) {
        Object named = exchange.getAttribute(ServerRequest.ROUTE_ATTRIBUTE);
        if (named != null) {
            return named.toString();
        }
        Object pattern = exchange.getAttribute(PATTERN);
        if (pattern == null && status != NOT_FOUND) {
            pattern = routes.pattern(exchange);
        }
        if (pattern == null || (status == NOT_FOUND && pattern.toString().equals(RESOURCES))) {
            return null;
        }
        return exchange.getRequest().getPath().contextPath().value() + pattern;
    }
}
