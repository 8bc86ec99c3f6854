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
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int INTERNAL_SERVER_ERROR = 500;

    private final ServerRequest request;
    private final ServerWebExchange exchange;

    WebExchangeEnd(ServerRequest request, ServerWebExchange exchange) {
        this.request = request;
        this.exchange = exchange;
    }

    void answered() {
        if (isWebSocket()) {
            finish(SWITCHING_PROTOCOLS, null);
        } else if (isStreamed() && NettyConnection.isClosed(exchange.getResponse())) {
            cancelled();
        } else {
            finish(status(OK), null);
        }
    }

    /** The application's exception handler chooses the status afterwards, unless the response has begun. */
    void failed(Throwable error) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted() && ClientDisconnect.isReportedWhileWriting(error)) {
            cancelled();
        } else if (response.isCommitted()) {
            finish(status(INTERNAL_SERVER_ERROR), error);
        } else {
            response.beforeCommit(() -> Mono.fromRunnable(() -> finish(status(INTERNAL_SERVER_ERROR), error)));
        }
    }

    void cancelled() {
        finish(ClientDisconnect.CLIENT_CLOSED_REQUEST, null);
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

    private void finish(int status, @Nullable Throwable error) {
        request.noteResponse(status(OK), exchange.getResponse().getHeaders().getFirst(HttpHeaders.CONTENT_TYPE));
        if (isWebSocket() || Boolean.TRUE.equals(exchange.getAttribute(ServerRequest.STREAM_ATTRIBUTE))) {
            request.markStream();
        }
        request.finish(
                route(status),
                status,
                error,
                exchange.getRequest().getHeaders().getContentLength(),
                exchange.getResponse().getHeaders().getContentLength());
    }

    private @Nullable String route(int status) {
        Object named = exchange.getAttribute(ServerRequest.ROUTE_ATTRIBUTE);
        if (named != null) {
            return named.toString();
        }
        Object pattern = exchange.getAttribute(PATTERN);
        if (pattern == null || (status == NOT_FOUND && pattern.toString().equals(RESOURCES))) {
            return null;
        }
        return exchange.getRequest().getPath().contextPath().value() + pattern;
    }
}
