package dev.tidemark.processor.sink.dimension;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.wire.event.Series;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dimension {@code label_set}. Sets beyond the limit have no id. */
final class LabelSetIds {
    private static final Dimension.Statements SQL =
            new Dimension.Statements("""
            SELECT k.ord, t.id
            FROM unnest(?, ?, ?, ?, ?) WITH ORDINALITY AS k (service_id, endpoint_id, instance_id, status, error_type, ord)
            JOIN label_set t ON t.endpoint_id = k.endpoint_id AND t.status = k.status
                            AND t.instance_id IS NOT DISTINCT FROM k.instance_id
                            AND t.error_type IS NOT DISTINCT FROM k.error_type
            """, """
            INSERT INTO label_set (endpoint_id, instance_id, status, error_type, last_seen, metadata)
            SELECT k.endpoint_id, k.instance_id, k.status, k.error_type, d.day,
                   jsonb_strip_nulls(jsonb_build_object(
                       'endpoint', e.route, 'method', e.method, 'status', k.status, 'status_code', k.status,
                       'service', s.name, 'instance', i.name, 'error_type', k.error_type))
            FROM unnest(?, ?, ?, ?, ?) AS k (service_id, endpoint_id, instance_id, status, error_type)
            JOIN endpoint e ON e.id = k.endpoint_id
            JOIN service s ON s.id = k.service_id
            LEFT JOIN instance i ON i.id = k.instance_id
            CROSS JOIN (SELECT ?::date AS day) AS d
            ORDER BY k.endpoint_id, k.instance_id, k.status, k.error_type
            ON CONFLICT DO NOTHING
            """, """
            SELECT e.service_id, count(*)
            FROM label_set l JOIN endpoint e ON e.id = l.endpoint_id
            WHERE e.service_id = ANY (?)
              AND l.last_seen = ANY (ARRAY(SELECT ?::date + i FROM generate_series(-1, 1) AS i))
              AND NOT (l.instance_id IS NULL AND coalesce(l.error_type, '(other)') = '(other)')
            GROUP BY e.service_id
            """, "label_set", List.of("int4", "int4", "int4", "int2", "text"));

    private final Dimension<Key> dimension;

    LabelSetIds(CardinalityLimits limits) {
        this.dimension = new Dimension<>(
                SQL,
                Key::columns,
                Key::serviceId,
                key -> key.equals(key.folded()),
                limits.labelSets(),
                limits.rows(),
                new LruCache<>(IdCache.LABEL_SETS, limits, Key::bytes));
    }

    record Key(
            int serviceId,
            int endpointId,
            @Nullable Integer instanceId,
            int status,
            @Nullable String errorType) {

        /**
         * The label set that replaces this one beyond the limit. There are so few of these that they are exempt from
         * the limit.
         */
        Key folded() {
            return new Key(serviceId, endpointId, null, status, errorType == null ? null : Series.OTHER);
        }

        @Nullable Object[] columns() {
            return new @Nullable Object[] {serviceId, endpointId, instanceId, (short) status, errorType};
        }

        int bytes() {
            return HeapBytes.object(20) + HeapBytes.NUMBER + HeapBytes.of(errorType);
        }
    }

    /** The ids of the label sets within the limit. */
    Map<Key, Integer> resolve(Connection connection, Collection<Key> keys, LocalDate today) throws SQLException {
        return dimension.resolve(connection, keys, today);
    }

    /** The ids of {@link Key#folded() folded} keys. */
    Map<Key, Integer> require(Connection connection, Set<Key> folded, LocalDate today) throws SQLException {
        return dimension.require(connection, folded, today);
    }
}
