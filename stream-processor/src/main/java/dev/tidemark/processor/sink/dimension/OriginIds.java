package dev.tidemark.processor.sink.dimension;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The dimensions {@code service} and {@code instance}, for one table. Not thread-safe. */
public final class OriginIds {
    private final ServiceIds services;
    private final InstanceIds instances;

    public OriginIds(CardinalityLimits limits) {
        this.services = new ServiceIds(limits.services(), limits.rows());
        this.instances = new InstanceIds(limits);
    }

    /** The ids of each of {@code origins}. */
    public Map<Origin, Origin.Ids> resolve(Connection connection, Set<Origin> origins, LocalDate today)
            throws SQLException {
        Map<String, Integer> serviceIds = services.resolve(
                connection, origins.stream().map(Origin::service).collect(Collectors.toSet()), today);
        Map<Origin, InstanceIds.Key> keys = new LinkedHashMap<>();
        Map<Origin, Origin.Ids> ids = new HashMap<>();
        for (Origin origin : origins) {
            Integer serviceId = serviceIds.get(origin.service());
            if (serviceId == null) {
                ids.put(origin, new Origin.Ids(services.other(connection, today), null, "service"));
            } else if (origin.instance() == null) {
                ids.put(origin, new Origin.Ids(serviceId, null, null));
            } else {
                keys.put(origin, new InstanceIds.Key(serviceId, origin.instance()));
            }
        }
        Map<InstanceIds.Key, Integer> instanceIds =
                instances.resolve(connection, new LinkedHashSet<>(keys.values()), today);
        keys.forEach((origin, key) -> {
            Integer instanceId = instanceIds.get(key);
            ids.put(origin, new Origin.Ids(key.serviceId(), instanceId, instanceId == null ? "instance" : null));
        });
        return ids;
    }
}
