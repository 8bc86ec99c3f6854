package dev.tidemark.processor.sink.store;

import dev.tidemark.wire.event.Series;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** The dimension {@code endpoint}. Endpoints beyond the limit have no id; {@code (other)} always has. */
final class EndpointIds {
    private static final int CACHED = 50_000;
    private static final Dimension.Statements SQL = new Dimension.Statements(
            """
            SELECT k.ord, t.id
            FROM unnest(?, ?, ?) WITH ORDINALITY AS k (service_id, method, route, ord)
            JOIN endpoint t ON t.service_id = k.service_id AND t.method = k.method
                           AND md5(t.route) = md5(k.route) AND t.route = k.route
            """,
            """
            INSERT INTO endpoint (service_id, method, route, last_seen)
            SELECT k.service_id, k.method, k.route, d.day
            FROM unnest(?, ?, ?) AS k (service_id, method, route), (SELECT ?::date AS day) AS d
            ORDER BY k.service_id, k.method, k.route
            ON CONFLICT DO NOTHING
            """,
            "SELECT service_id, count(*) FROM endpoint WHERE service_id = ANY (?) GROUP BY service_id",
            Dimension.Statements.touch("endpoint"),
            List.of("int4", "text", "text"));

    private final Dimension<Key> dimension;

    /** @param limit the most endpoints of a service */
    EndpointIds(int limit) {
        this.dimension = new Dimension<>(
                SQL,
                key -> new Object[] {key.serviceId(), key.method(), key.route()},
                Key::serviceId,
                key -> key.equals(Key.other(key.serviceId())),
                limit,
                CACHED);
    }

    record Key(int serviceId, String method, String route) {
        static Key other(int serviceId) {
            return new Key(serviceId, Series.OTHER, Series.OTHER);
        }
    }

    Map<Key, Integer> resolve(Connection connection, Collection<Key> keys, LocalDate today) throws SQLException {
        return dimension.resolve(connection, new LinkedHashSet<>(keys), today);
    }

    /** The id of what stands for the endpoints of a service beyond the limit. */
    int other(Connection connection, int serviceId, LocalDate today) throws SQLException {
        return dimension.require(connection, Key.other(serviceId), today);
    }
}
