package dev.tidemark.query.breakdown;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints that a question is about; null means all.
 *
 * @param service the name of a service
 * @param method an HTTP method
 * @param route a route template
 */
record EndpointChoice(
        @Nullable String service,
        @Nullable String method,
        @Nullable String route) {
    /** Whether work outside of requests is included. */
    boolean hasBackground() {
        return method == null && route == null;
    }

    /** Service, method and route. */
    List<@Nullable String> names() {
        return Arrays.asList(service, method, route);
    }

    boolean isAll() {
        return service == null && hasBackground();
    }
}
