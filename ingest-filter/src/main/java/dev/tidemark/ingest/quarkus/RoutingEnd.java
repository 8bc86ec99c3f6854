package dev.tidemark.ingest.quarkus;

import dev.tidemark.ingest.ClientDisconnect;
import dev.tidemark.ingest.ServerRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Records a request when its response is complete, or its client has gone. */
final class RoutingEnd {
    private static final int BAD_REQUEST = 400;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final Pattern PARAMETER = Pattern.compile(":([A-Za-z0-9_]+)");

    private final ServerRequest request;
    private final RoutingContext routing;
    private final RestRoutes routes;

    RoutingEnd(ServerRequest request, RoutingContext routing, RestRoutes routes) {
        this.request = request;
        this.routing = routing;
        this.routes = routes;
    }

    void finish(boolean answered) {
        HttpServerResponse response = routing.response();
        int begun = response.getStatusCode();
        int status = answered || response.ended() ? begun : ClientDisconnect.CLIENT_CLOSED_REQUEST;
        request.noteResponse(begun, response.headers().get(HttpHeaders.CONTENT_TYPE));
        if (Boolean.TRUE.equals(routing.get(ServerRequest.STREAM_ATTRIBUTE))) {
            request.markStream();
        }
        request.finish(
                route(begun),
                status,
                status < BAD_REQUEST || status == ClientDisconnect.CLIENT_CLOSED_REQUEST ? null : error(),
                routing.request().bytesRead(),
                length(response));
    }

    private @Nullable String route(int status) {
        Object named = routing.get(ServerRequest.ROUTE_ATTRIBUTE);
        if (named != null) {
            return named.toString();
        }
        if (status == SWITCHING_PROTOCOLS) {
            return handshakeRoute();
        }
        String path = routing.normalizedPath();
        return path != null && RestRoutes.mayHave(routing.request().method().name(), status) ? routes.find(path) : null;
    }

    /** WebSockets have routes of Vert.x. */
    private @Nullable String handshakeRoute() {
        Route route = routing.currentRoute();
        String path = route == null ? null : route.getPath();
        return path == null ? null : PARAMETER.matcher(path).replaceAll("{$1}");
    }

    /** Vert.x counts what it wrote in pieces; a body that it wrote at once has a header. */
    private static long length(HttpServerResponse response) {
        String header = response.headers().get(HttpHeaders.CONTENT_LENGTH);
        try {
            if (header != null) {
                return Long.parseLong(header);
            }
        } catch (NumberFormatException e) {
            // The application's own.
        }
        return response.bytesWritten() == 0 ? -1 : response.bytesWritten();
    }

    private @Nullable Throwable error() {
        Throwable unhandled = routing.failure();
        return unhandled == null && routing.get(RestEndpoint.FAILURE) instanceof RestEndpoint.Failure handled
                ? handled.cause()
                : unhandled;
    }
}
