package dev.tidemark.ingest.quarkus;

import dev.tidemark.ingest.ServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Records a request when its response is complete, or its client has gone. */
final class RoutingEnd {
    private static final int BAD_REQUEST = 400;
    // nginx's status for a client that disconnected before the response.
    private static final int CLIENT_CLOSED_REQUEST = 499;

    private final ServerRequest request;
    private final RoutingContext routing;

    RoutingEnd(ServerRequest request, RoutingContext routing) {
        this.request = request;
        this.routing = routing;
    }

    void finish(boolean answered) {
        HttpServerResponse response = routing.response();
        int status = answered || response.ended() ? response.getStatusCode() : CLIENT_CLOSED_REQUEST;
        Object route = routing.get(ServerRequest.ROUTE_ATTRIBUTE);
        request.finish(
                route == null ? null : route.toString(),
                status,
                status < BAD_REQUEST || status == CLIENT_CLOSED_REQUEST ? null : error(),
                routing.request().bytesRead(),
                length(response));
    }

    /** Vert.x counts what it wrote in pieces; a body that it wrote at once has a header. */
    private static long length(HttpServerResponse response) {
        String header = response.headers().get("Content-Length");
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
