package dev.tidemark.query.endpoint;

import dev.tidemark.consumer.HeapBytes;
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
public record EndpointChoice(
        @Nullable String service,
        @Nullable String method,
        @Nullable String route) {
    public static final EndpointChoice ALL = new EndpointChoice(null, null, null);

    /** All endpoints of a service. */
    public static EndpointChoice ofService(@Nullable String service) {
        return new EndpointChoice(service, null, null);
    }

    /** Whether work outside of requests is included. */
    public boolean hasBackground() {
        return method == null && route == null;
    }

    /** Service, method and route. */
    public List<@Nullable String> names() {
        return Arrays.asList(service, method, route);
    }

    public boolean isAll() {
        return service == null && hasBackground();
    }

    /** What its names take in memory, about. */
    public long bytes() {
        return HeapBytes.of(service) + HeapBytes.of(method) + HeapBytes.of(route);
    }
}
