package dev.tidemark.processor.sink.dimension;

import dev.tidemark.consumer.HeapBytes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The dimension {@code metric}. Metrics beyond the limit have no id. */
public final class MetricIds {
    private static final Dimension.Statements SQL = new Dimension.Statements(
            """
            SELECT k.ord, t.id
            FROM unnest(?, ?, ?, ?, ?)
                 WITH ORDINALITY AS k (metric_type, metric_name, service_id, instance_id, metadata, ord)
            JOIN metric t ON t.metric_type = k.metric_type AND t.metric_name = k.metric_name
                         AND t.service_id = k.service_id AND t.instance_id IS NOT DISTINCT FROM k.instance_id
                         AND t.metadata = k.metadata::jsonb
            """,
            """
            INSERT INTO metric (metric_type, metric_name, service_id, instance_id, metadata, last_seen)
            SELECT k.metric_type, k.metric_name, k.service_id, k.instance_id, k.metadata::jsonb, d.day
            FROM unnest(?, ?, ?, ?, ?) AS k (metric_type, metric_name, service_id, instance_id, metadata)
            CROSS JOIN (SELECT ?::date AS day) AS d
            ORDER BY 1, 2, 3, 4, 5
            ON CONFLICT DO NOTHING
            """,
            "SELECT service_id, count(*) FROM metric WHERE service_id = ANY (?) AND " + Dimension.Statements.IN_USE
                    + " GROUP BY service_id",
            "metric",
            List.of("text", "text", "int4", "int4", "text"));

    private final Dimension<Key> dimension;

    public MetricIds(CardinalityLimits limits) {
        this.dimension = new Dimension<>(
                SQL,
                Key::columns,
                Key::serviceId,
                key -> false,
                limits.metrics(),
                limits.rows(),
                new LruCache<>(IdCache.METRICS, limits, Key::bytes));
    }

    /** @param metadata a JSON object with sorted keys */
    public record Key(
            String type,
            String name,
            int serviceId,
            @Nullable Integer instanceId,
            String metadata) {
        @Nullable Object[] columns() {
            return new @Nullable Object[] {type, name, serviceId, instanceId, metadata};
        }

        int bytes() {
            return HeapBytes.object(20)
                    + HeapBytes.NUMBER
                    + HeapBytes.of(type)
                    + HeapBytes.of(name)
                    + HeapBytes.of(metadata);
        }
    }

    /** The ids of the metrics within the limit. */
    public Map<Key, Integer> resolve(Connection connection, Collection<Key> keys, LocalDate today) throws SQLException {
        return dimension.resolve(connection, keys, today);
    }
}
