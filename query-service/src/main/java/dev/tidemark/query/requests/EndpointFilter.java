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

    /** What its names take in memory, about. */
    int bytes() {
        return bytes(service) + bytes(route);
    }

    private static int bytes(@Nullable String name) {
        return name == null ? 0 : 2 * name.length();
    }
}
