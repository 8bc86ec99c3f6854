package dev.tidemark.ingest.micronaut;

import dev.tidemark.ingest.ClientDisconnect;
import dev.tidemark.ingest.ServerRequest;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.web.router.RouteAttributes;
import org.jspecify.annotations.Nullable;

/** A request and, once there is one, its response. The filter fills it; the end of the request records it. */
final class RequestState {
    private static final int BAD_REQUEST = 400;

    private final ServerRequest request;
    private volatile @Nullable HttpResponse<?> response;

    RequestState(ServerRequest request) {
        this.request = request;
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
        long bytes = answer == null ? -1 : answer.getContentLength();
        request.finish(route(http), status, error, http.getContentLength(), bytes);
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
