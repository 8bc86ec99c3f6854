package dev.tidemark.processor.sink.dimension;

import dev.tidemark.wire.event.CallSummary;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operations that applications call and inserts missing dimension rows, starting with the service. A service or an endpoint
 * is marked as used whenever one of its operations is, so it is not deleted before them. Not thread-safe.
 */
public final class CallLabels {
    private final ServiceIds services;
    private final EndpointIds endpoints;
    private final CallIds calls;

    public CallLabels(CardinalityLimits limits) {
        this.services = new ServiceIds(limits.services(), limits);
        this.endpoints = new EndpointIds(limits.endpoints(), limits);
        this.calls = new CallIds(limits);
    }

    /** The names of an operation and of the requests that call it. */
    public record Labels(
            String service,
            @Nullable String method,
            @Nullable String route,
            String kind,
            String target,
            String operation) {
        public static Labels of(CallSummary event) {
            return new Labels(
                    event.service(),
                    event.method(),
                    event.route(),
                    event.kind().wireName(),
                    cut(event.target(), CallSummary.MAX_TARGET),
                    cut(event.operation(), CallSummary.MAX_OPERATION));
        }

        private static String cut(String text, int limit) {
            if (text.length() <= limit) {
                return text;
            }
            return text.substring(0, Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit);
        }

        /** The endpoint of a service; null for work outside of requests. */
        private EndpointIds.@Nullable Key endpoint(int serviceId) {
            return method == null || route == null ? null : new EndpointIds.Key(serviceId, method, route);
        }
    }

    /**
     * An operation.
     *
     * @param id its id
     * @param folded the dimension whose limit merged it into another; null if none did
     */
    public record Found(int id, @Nullable String folded) {}

    /** The operation of each of {@code all}. */
    public Map<Labels, Found> load(Connection connection, Set<Labels> all, LocalDate today) throws SQLException {
        Map<String, Integer> serviceIds =
                services.resolve(connection, all.stream().map(Labels::service).collect(Collectors.toSet()), today);
        int unnamed = serviceIds
                        .keySet()
                        .containsAll(all.stream().map(Labels::service).toList())
                ? 0
                : services.other(connection, today);
        Set<EndpointIds.Key> endpointKeys = new LinkedHashSet<>();
        for (Labels labels : all) {
            EndpointIds.Key endpoint = labels.endpoint(serviceIds.getOrDefault(labels.service(), unnamed));
            if (endpoint != null) {
                endpointKeys.add(endpoint);
            }
        }
        Map<EndpointIds.Key, Integer> endpointIds = endpoints.resolve(connection, endpointKeys, today);
        Map<Labels, CallIds.Key> keys = new LinkedHashMap<>();
        Map<Labels, @Nullable String> folded = new HashMap<>();
        for (Labels labels : all) {
            Integer known = serviceIds.get(labels.service());
            int serviceId = known == null ? unnamed : known;
            EndpointIds.Key endpoint = labels.endpoint(serviceId);
            Integer endpointId = endpoint == null ? null : endpointIds.get(endpoint);
            folded.put(labels, known == null ? "service" : null);
            if (endpoint != null && endpointId == null) {
                endpointId = endpoints.other(connection, serviceId, today);
                folded.put(labels, "endpoint");
            }
            keys.put(
                    labels, new CallIds.Key(serviceId, endpointId, labels.kind(), labels.target(), labels.operation()));
        }
        return calls(connection, keys, folded, today);
    }

    private Map<Labels, Found> calls(
            Connection connection, Map<Labels, CallIds.Key> keys, Map<Labels, @Nullable String> folded, LocalDate today)
            throws SQLException {
        Map<CallIds.Key, Integer> ids = calls.resolve(connection, new LinkedHashSet<>(keys.values()), today);
        Set<CallIds.Key> beyond = keys.values().stream()
                .filter(key -> !ids.containsKey(key))
                .map(CallIds.Key::folded)
                .collect(Collectors.toSet());
        Map<CallIds.Key, Integer> others = calls.require(connection, beyond, today);
        Map<Labels, Found> found = new HashMap<>();
        for (Map.Entry<Labels, CallIds.Key> entry : keys.entrySet()) {
            CallIds.Key key = Objects.requireNonNull(entry.getValue());
            Integer id = ids.get(key);
            found.put(
                    entry.getKey(),
                    id != null
                            ? new Found(id, folded.get(entry.getKey()))
                            : new Found(Objects.requireNonNull(others.get(key.folded())), "call"));
        }
        return found;
    }
}
