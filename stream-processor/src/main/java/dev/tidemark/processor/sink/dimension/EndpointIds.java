package dev.tidemark.processor.sink.dimension;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.wire.event.Series;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The dimension {@code endpoint}. Endpoints beyond the limit have no id; {@code (other)} always has one.
 *
 * <p>A service that creates a new route for each request would cause a lookup for each. So when a service has reached its limit, its
 * endpoints are remembered for {@value #BATCHES} batches, and other routes are not looked up.
 */
public final class EndpointIds {
    private static final int BATCHES = 50;
    private static final int FULL_SERVICES = 16;
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
            "SELECT service_id, count(*) FROM endpoint WHERE service_id = ANY (?) AND " + Dimension.Statements.IN_USE
                    + " AND NOT (method = '(other)' AND route = '(other)') GROUP BY service_id",
            "endpoint",
            List.of("int4", "text", "text"));

    private static final String IN_USE =
            "SELECT method, route FROM endpoint WHERE service_id = ? AND " + Dimension.Statements.IN_USE;

    private final Dimension<Key> dimension;
    private final Map<Integer, Full> full = new HashMap<>();

    /** @param limit the maximum number of endpoints per service */
    public EndpointIds(int limit, CardinalityLimits limits) {
        this.dimension = new Dimension<>(
                SQL,
                key -> new Object[] {key.serviceId(), key.method(), key.route()},
                Key::serviceId,
                key -> key.equals(Key.other(key.serviceId())),
                limit,
                limits.rows(),
                new LruCache<>(IdCache.ENDPOINTS, limits, Key::bytes));
    }

    public record Key(int serviceId, String method, String route) {
        static Key other(int serviceId) {
            return new Key(serviceId, Series.OTHER, Series.OTHER);
        }

        int bytes() {
            return HeapBytes.object(12) + HeapBytes.of(method) + HeapBytes.of(route);
        }
    }

    /**
     * The endpoints of a service that has reached its limit, as sorted hashes: their names could take more memory than there is. A
     * route that has the hash of one of them is looked up in vain.
     */
    private static final class Full {
        private final int[] endpoints;
        private final LocalDate day;
        private int batches = BATCHES;

        Full(int[] endpoints, LocalDate day) {
            this.endpoints = endpoints;
            this.day = day;
        }

        boolean mayContain(Key key) {
            return Arrays.binarySearch(endpoints, key.hashCode()) >= 0;
        }

        /** Whether it may be used once more. */
        boolean holds(LocalDate today) {
            return day.equals(today) && --batches >= 0;
        }
    }

    public Map<Key, Integer> resolve(Connection connection, Collection<Key> keys, LocalDate today) throws SQLException {
        full.values().removeIf(service -> !service.holds(today));
        Set<Key> possible = new LinkedHashSet<>();
        for (Key key : keys) {
            Full service = full.get(key.serviceId());
            if (service == null || service.mayContain(key)) {
                possible.add(key);
            }
        }
        Map<Key, Integer> ids = dimension.resolve(connection, possible, today);
        for (Key key : possible) {
            if (!ids.containsKey(key) && !full.containsKey(key.serviceId()) && full.size() < FULL_SERVICES) {
                full.put(key.serviceId(), new Full(inUse(connection, key.serviceId(), today), today));
            }
        }
        return ids;
    }

    private static int[] inUse(Connection connection, int serviceId, LocalDate today) throws SQLException {
        IntStream.Builder hashes = IntStream.builder();
        try (PreparedStatement statement = connection.prepareStatement(IN_USE)) {
            statement.setInt(1, serviceId);
            statement.setObject(2, today);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    hashes.add(new Key(serviceId, rows.getString(1), rows.getString(2)).hashCode());
                }
            }
        }
        return hashes.build().sorted().toArray();
    }

    /** The id of the endpoint {@code (other)}, which replaces a service's endpoints beyond the limit. */
    int other(Connection connection, int serviceId, LocalDate today) throws SQLException {
        return dimension.require(connection, Key.other(serviceId), today);
    }
}
