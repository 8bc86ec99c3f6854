package dev.tidemark.processor.sink.dimension;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.wire.event.Series;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The dimension {@code service}. Services beyond the limit have no id; {@code (other)} always has one. */
public final class ServiceIds {
    private static final Dimension.Statements SQL = new Dimension.Statements(
            """
            SELECT k.ord, t.id
            FROM unnest(?) WITH ORDINALITY AS k (name, ord)
            JOIN service t ON t.name = k.name
            """,
            """
            INSERT INTO service (name, last_seen)
            SELECT k.name, d.day FROM unnest(?) AS k (name), (SELECT ?::date AS day) AS d
            ORDER BY k.name
            ON CONFLICT DO NOTHING
            """,
            "SELECT 0, count(*) FROM service WHERE 0 = ANY (?) AND name <> '(other)' AND "
                    + Dimension.Statements.IN_USE,
            "service",
            List.of("text"));

    private final Dimension<String> dimension;

    /** @param limit the maximum number of services */
    public ServiceIds(int limit, CardinalityLimits limits) {
        this.dimension = new Dimension<>(
                SQL,
                name -> new Object[] {name},
                name -> 0,
                Series.OTHER::equals,
                limit,
                limits.rows(),
                new LruCache<>(IdCache.SERVICES, limits, HeapBytes::of));
    }

    /** The ids of the services within the limit. */
    public Map<String, Integer> resolve(Connection connection, Collection<String> names, LocalDate today)
            throws SQLException {
        return dimension.resolve(connection, names, today);
    }

    /** The id of the service {@code (other)}, which replaces the services beyond the limit. */
    int other(Connection connection, LocalDate today) throws SQLException {
        return dimension.require(connection, Series.OTHER, today);
    }
}
