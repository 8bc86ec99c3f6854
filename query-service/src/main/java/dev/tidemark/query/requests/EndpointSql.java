package dev.tidemark.query.requests;

import dev.tidemark.wire.event.Series;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what endpoints there are: at most a few thousand for each service. */
final class EndpointSql {
    private static final String ENDPOINTS = """
            SELECT e.id, s.name, e.method, e.route
            FROM endpoint e
            JOIN service s ON s.id = e.service_id
            WHERE (?::text IS NULL OR s.name = ?)
              AND (?::text IS NULL OR e.route = ?)
            """;

    private EndpointSql() {}

    /** The endpoints by id; of one service and of one route if these are given. */
    static Map<Integer, Series> read(Connection connection, @Nullable String service, @Nullable String route)
            throws SQLException {
        Map<Integer, Series> endpoints = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(ENDPOINTS)) {
            statement.setString(1, service);
            statement.setString(2, service);
            statement.setString(3, route);
            statement.setString(4, route);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    endpoints.put(rows.getInt(1), new Series(rows.getString(2), rows.getString(3), rows.getString(4)));
                }
            }
        }
        return endpoints;
    }
}
