package dev.tidemark.processor.sink.dimension;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.wire.event.CallSummary;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dimension {@code call}. Operations beyond the limit have no id. */
final class CallIds {
    private static final Dimension.Statements SQL = new Dimension.Statements(
            """
            WITH k AS MATERIALIZED (
                SELECT * FROM unnest(?, ?, ?, ?, ?)
                    WITH ORDINALITY AS k (service_id, endpoint_id, kind, target, operation, ord)
            )
            SELECT k.ord, t.id
            FROM k JOIN call t ON t.service_id = k.service_id AND t.endpoint_id = k.endpoint_id AND t.kind = k.kind
                              AND md5(t.target) = md5(k.target) AND md5(t.operation) = md5(k.operation)
                              AND t.target = k.target AND t.operation = k.operation
            UNION ALL
            SELECT k.ord, t.id
            FROM k JOIN call t ON t.service_id = k.service_id AND t.endpoint_id IS NULL AND t.kind = k.kind
                              AND md5(t.target) = md5(k.target) AND md5(t.operation) = md5(k.operation)
                              AND t.target = k.target AND t.operation = k.operation
            WHERE k.endpoint_id IS NULL
            """,
            """
            INSERT INTO call (service_id, endpoint_id, kind, target, operation, last_seen)
            SELECT k.service_id, k.endpoint_id, k.kind, k.target, k.operation, d.day
            FROM unnest(?, ?, ?, ?, ?) AS k (service_id, endpoint_id, kind, target, operation)
            CROSS JOIN (SELECT ?::date AS day) AS d
            ORDER BY 1, 2, 3, 4, 5
            ON CONFLICT DO NOTHING
            """,
            "SELECT service_id, count(*) FROM call WHERE service_id = ANY (?) AND " + Dimension.Statements.IN_USE
                    + " AND NOT (target = '(other)' AND operation = '(other)') GROUP BY service_id",
            "call",
            List.of("int4", "int4", "text", "text", "text"));

    private final Dimension<Key> dimension;

    CallIds(CardinalityLimits limits) {
        this.dimension = new Dimension<>(
                SQL,
                Key::columns,
                Key::serviceId,
                key -> key.equals(key.folded()),
                limits.calls(),
                limits.rows(),
                new LruCache<>(IdCache.CALLS, limits, Key::bytes));
    }

    /** @param endpointId null for work outside of requests */
    record Key(int serviceId, @Nullable Integer endpointId, String kind, String target, String operation) {

        /**
         * What replaces this operation beyond the limit. There are at most as many of these as endpoints and kinds, so they are exempt
         * from the limit.
         */
        Key folded() {
            return new Key(serviceId, endpointId, kind, CallSummary.OTHER, CallSummary.OTHER);
        }

        @Nullable Object[] columns() {
            return new @Nullable Object[] {serviceId, endpointId, kind, target, operation};
        }

        int bytes() {
            return HeapBytes.object(20) + HeapBytes.NUMBER + HeapBytes.of(target) + HeapBytes.of(operation);
        }
    }

    /** The ids of the operations within the limit. */
    Map<Key, Integer> resolve(Connection connection, Collection<Key> keys, LocalDate today) throws SQLException {
        return dimension.resolve(connection, keys, today);
    }

    /** The ids of {@link Key#folded() folded} keys. */
    Map<Key, Integer> require(Connection connection, Set<Key> folded, LocalDate today) throws SQLException {
        return dimension.require(connection, folded, today);
    }
}
