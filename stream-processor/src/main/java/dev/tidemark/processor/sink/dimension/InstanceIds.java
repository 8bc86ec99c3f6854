package dev.tidemark.processor.sink.dimension;

import dev.tidemark.consumer.HeapBytes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The dimension {@code instance}. Instances beyond the limit have no id. */
final class InstanceIds {
    private static final Dimension.Statements SQL = new Dimension.Statements(
            """
            SELECT k.ord, t.id
            FROM unnest(?, ?) WITH ORDINALITY AS k (service_id, name, ord)
            JOIN instance t ON t.service_id = k.service_id AND t.name = k.name
            """,
            """
            INSERT INTO instance (service_id, name, last_seen)
            SELECT k.service_id, k.name, d.day FROM unnest(?, ?) AS k (service_id, name), (SELECT ?::date AS day) AS d
            ORDER BY k.service_id, k.name
            ON CONFLICT DO NOTHING
            """,
            "SELECT service_id, count(*) FROM instance WHERE service_id = ANY (?) AND " + Dimension.Statements.IN_USE
                    + " GROUP BY service_id",
            "instance",
            List.of("int4", "text"));

    private final Dimension<Key> dimension;

    InstanceIds(CardinalityLimits limits) {
        this.dimension = new Dimension<>(
                SQL,
                key -> new Object[] {key.serviceId(), key.name()},
                Key::serviceId,
                key -> false,
                limits.instances(),
                limits.rows(),
                new LruCache<>(IdCache.INSTANCES, limits, key -> HeapBytes.object(8) + HeapBytes.of(key.name())));
    }

    record Key(int serviceId, String name) {}

    /** The ids of the instances within the limit. */
    Map<Key, Integer> resolve(Connection connection, Set<Key> keys, LocalDate today) throws SQLException {
        return dimension.resolve(connection, keys, today);
    }
}
