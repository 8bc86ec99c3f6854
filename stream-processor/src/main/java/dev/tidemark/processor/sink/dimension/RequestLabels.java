package dev.tidemark.processor.sink.dimension;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.wire.event.RequestEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the label sets of requests and inserts missing dimension rows, starting with the service. Not thread-safe. */
public final class RequestLabels {
    private final OriginIds origins;
    private final EndpointIds endpoints;
    private final LabelSetIds labelSets;

    public RequestLabels(CardinalityLimits limits) {
        this.origins = new OriginIds(limits);
        this.endpoints = new EndpointIds(limits.endpoints(), limits);
        this.labelSets = new LabelSetIds(limits);
    }

    /** The names in a label set. */
    public record Labels(
            Origin origin,
            String method,
            String route,
            int status,
            @Nullable String errorType) {
        public static Labels of(RequestEvent event) {
            return new Labels(
                    new Origin(event.service(), event.instance()),
                    event.method(),
                    event.route(),
                    event.status(),
                    Origin.shortened(event.errorType()));
        }

        /** The memory of these names, about. */
        public int bytes() {
            return HeapBytes.object(20)
                    + origin.bytes()
                    + HeapBytes.of(method)
                    + HeapBytes.of(route)
                    + HeapBytes.of(errorType);
        }

        /** Whether {@code event} has these labels. */
        public boolean areOf(RequestEvent event) {
            return status == event.status()
                    && route.equals(event.route())
                    && method.equals(event.method())
                    && origin.service().equals(event.service())
                    && Origin.isShortened(origin.instance(), event.instance())
                    && Origin.isShortened(errorType, event.errorType());
        }
    }

    /**
     * A label set.
     *
     * @param id its id
     * @param folded the dimension whose limit merged the request into another set; null if none did
     */
    public record Found(int id, @Nullable String folded) {}

    /** The label set of each of {@code all}. */
    public Map<Labels, Found> load(Connection connection, Set<Labels> all, LocalDate today) throws SQLException {
        Map<Origin, Origin.Ids> originIds =
                origins.resolve(connection, all.stream().map(Labels::origin).collect(Collectors.toSet()), today);
        Map<Labels, EndpointIds.Key> endpointKeys = new HashMap<>();
        for (Labels labels : all) {
            int serviceId = ids(originIds, labels).serviceId();
            endpointKeys.put(labels, new EndpointIds.Key(serviceId, labels.method(), labels.route()));
        }
        Map<EndpointIds.Key, Integer> endpointIds = endpoints.resolve(connection, endpointKeys.values(), today);
        Map<Labels, LabelSetIds.Key> keys = new HashMap<>();
        Map<Labels, @Nullable String> folded = new HashMap<>();
        for (Labels labels : all) {
            Origin.Ids origin = ids(originIds, labels);
            Integer endpointId = endpointIds.get(endpointKeys.get(labels));
            folded.put(labels, endpointId == null ? "endpoint" : origin.folded());
            keys.put(
                    labels,
                    new LabelSetIds.Key(
                            origin.serviceId(),
                            endpointId != null ? endpointId : endpoints.other(connection, origin.serviceId(), today),
                            origin.instanceId(),
                            labels.status(),
                            labels.errorType()));
        }
        return sets(connection, keys, folded, today);
    }

    private Map<Labels, Found> sets(
            Connection connection,
            Map<Labels, LabelSetIds.Key> keys,
            Map<Labels, @Nullable String> folded,
            LocalDate today)
            throws SQLException {
        Map<LabelSetIds.Key, Integer> ids = labelSets.resolve(connection, new LinkedHashSet<>(keys.values()), today);
        Set<LabelSetIds.Key> beyond = keys.values().stream()
                .filter(key -> !ids.containsKey(key))
                .map(LabelSetIds.Key::folded)
                .collect(Collectors.toSet());
        Map<LabelSetIds.Key, Integer> others = labelSets.require(connection, beyond, today);
        Map<Labels, Found> found = new HashMap<>();
        for (Map.Entry<Labels, LabelSetIds.Key> entry : keys.entrySet()) {
            LabelSetIds.Key key = Objects.requireNonNull(entry.getValue());
            Integer id = ids.get(key);
            found.put(
                    entry.getKey(),
                    id != null
                            ? new Found(id, folded.get(entry.getKey()))
                            : new Found(Objects.requireNonNull(others.get(key.folded())), "label_set"));
        }
        return found;
    }

    private static Origin.Ids ids(Map<Origin, Origin.Ids> originIds, Labels labels) {
        return Objects.requireNonNull(originIds.get(labels.origin()));
    }
}
