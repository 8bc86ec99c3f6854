package dev.tidemark.ingest.micronaut;

import dev.tidemark.ingest.ClientDisconnect;
import dev.tidemark.ingest.ServerRequest;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import io.micronaut.web.router.UriRouteMatch;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A request and, once there is one, its response. The filter fills it; the end of the request records it. */
final class RequestState {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    // The most specific one first.
    private static final Comparator<UriRouteInfo<?, ?>> BY_TEMPLATE =
            Comparator.comparing(UriRouteInfo::getUriMatchTemplate);

    private final ServerRequest request;
    private final Router router;
    private final @Nullable ExchangeBytes bytes;
    private volatile @Nullable HttpResponse<?> response;

    /** @param bytes the bytes of the bodies; null if the server does not count them */
    RequestState(ServerRequest request, Router router, @Nullable ExchangeBytes bytes) {
        this.request = request;
        this.router = router;
        this.bytes = bytes;
    }

    ServerRequest request() {
        return request;
    }

    void answered(HttpResponse<?> answer) {
        response = answer;
    }

    /** It becomes a WebSocket. */
    void upgraded(HttpRequest<?> http) {
        WebSocketUpgrade.nameRoute(http);
        request.finish(route(http), HttpStatus.SWITCHING_PROTOCOLS.getCode(), null, http.getContentLength(), 0);
    }

    void finish(HttpRequest<?> http) {
        HttpResponse<?> begun = response;
        // After some errors, the server closes the connection itself.
        boolean left = begun != null && begun.code() < BAD_REQUEST && ClientConnection.isClosed(http);
        HttpResponse<?> answer = left ? null : begun;
        int status = answer == null ? ClientDisconnect.CLIENT_CLOSED_REQUEST : answer.code();
        Throwable error = answer == null || status < BAD_REQUEST
                ? null
                : RouteAttributes.getException(answer).orElse(null);
        if (begun != null) {
            request.noteResponse(begun.code(), begun.getHeaders().get(HttpHeaders.CONTENT_TYPE));
        }
        if (http.getAttribute(ServerRequest.STREAM_ATTRIBUTE, Boolean.class).orElse(false)) {
            request.markStream();
        }
        // The length is known only now, after the body has been encoded.
        long announced = answer == null ? -1 : answer.getContentLength();
        request.finish(
                calledRoute(http, status),
                status,
                error,
                bytes == null ? http.getContentLength() : bytes.requestBytes(http.getContentLength()),
                bytes == null ? announced : bytes.responseBytes(announced));
    }

    /** Micronaut names only the route that it calls, not one that exists for other methods or media types. */
    private @Nullable String calledRoute(HttpRequest<?> http, int status) {
        String route = route(http);
        if (route != null || status == NOT_FOUND) {
            return route;
        }
        return router.findAny(http).stream()
                .<UriRouteInfo<?, ?>>map(UriRouteMatch::getRouteInfo)
                .min(BY_TEMPLATE)
                .map(info -> withoutQuery(info.getUriMatchTemplate().toString()))
                .orElse(null);
    }

    /** The matched template, such as {@code /orders/{id}}, without its query part ({@code {?page}}). */
    static @Nullable String route(HttpRequest<?> http) {
        String named =
                http.getAttribute(ServerRequest.ROUTE_ATTRIBUTE, String.class).orElse(null);
        if (named != null) {
            return named;
        }
        String template = BasicHttpAttributes.getUriTemplate(http).orElse(null);
        if (template == null) {
            return null;
        }
        return withoutQuery(template);
    }

    private static String withoutQuery(String template) {
        int query = firstOf(template, "{?", "{&", "{#");
        return query < 0 ? template : template.substring(0, query);
    }

    private static int firstOf(String template, String... operators) {
        int first = -1;
        for (String operator : operators) {
            int at = template.indexOf(operator);
            first = at >= 0 && (first < 0 || at < first) ? at : first;
        }
        return first;
    }
}
