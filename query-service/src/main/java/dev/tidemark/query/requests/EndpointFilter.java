package dev.tidemark.query.requests;

import org.jspecify.annotations.Nullable;

/**
 * Which endpoints are meant; null means all.
 *
 * @param service the name of a service
 * @param route a route template
 */
public record EndpointFilter(
        @Nullable String service, @Nullable String route) {
    static final EndpointFilter ALL = new EndpointFilter(null, null);

    boolean isAll() {
        return service == null && route == null;
    }
}
