package dev.tidemark.ingest.micronaut;

import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.UriRouteMatch;

/**
 * Recognises requests that Micronaut's server is about to turn into a WebSocket. It does so after the filters, and never
 * says that they have ended.
 */
final class WebSocketUpgrade {
    // By name, because not every application has micronaut-websocket.
    private static final String ON_MESSAGE = "io.micronaut.websocket.annotation.OnMessage";
    private static final String ON_OPEN = "io.micronaut.websocket.annotation.OnOpen";
    private static final String WEBSOCKET = "websocket";

    private WebSocketUpgrade() {}

    /** Notes the route, as Micronaut does for other requests. */
    static void nameRoute(HttpRequest<?> http) {
        RouteAttributes.getRouteMatch(http)
                .filter(UriRouteMatch.class::isInstance)
                .map(route -> ((UriRouteMatch<?, ?>) route).getRouteInfo())
                .ifPresent(route -> BasicHttpAttributes.setUriTemplate(
                        http, route.getUriMatchTemplate().toString()));
    }

    /** @param response that of the route, which tells the server to go on */
    static boolean follows(HttpRequest<?> http, HttpResponse<?> response) {
        return response.code() == HttpStatus.OK.getCode()
                && WEBSOCKET.equalsIgnoreCase(http.getHeaders().get(HttpHeaders.UPGRADE))
                && RouteAttributes.getRouteMatch(http)
                        .filter(route -> route.isAnnotationPresent(ON_MESSAGE) || route.isAnnotationPresent(ON_OPEN))
                        .isPresent();
    }
}
