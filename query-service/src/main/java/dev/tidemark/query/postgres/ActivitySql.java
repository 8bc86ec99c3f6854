package dev.tidemark.query.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Reads what the server is doing right now. */
final class ActivitySql {
    private static final String CLIENTS = """
            SELECT count(*) FILTER (WHERE state = 'active'),
                   count(*) FILTER (WHERE state LIKE 'idle%'),
                   count(*),
                   current_setting('max_connections')::integer,
                   count(*) FILTER (WHERE wait_event_type = 'Lock'),
                   coalesce(extract(epoch FROM clock_timestamp() - min(xact_start)), 0)
            FROM pg_stat_activity
            WHERE backend_type = 'client backend'
            """;

    private static final String LOCK_HOLDER = """
            SELECT holder
            FROM pg_stat_activity, unnest(pg_blocking_pids(pid)) AS holder
            WHERE wait_event_type = 'Lock' AND holder > 0
            GROUP BY holder
            ORDER BY count(*) DESC, holder
            LIMIT 1
            """;

    private ActivitySql() {}

    /** The clients of the server. */
    record Clients(long active, long idle, long total, long max, long lockWaits, double longestTransactionSeconds) {}

    static Clients clients(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(CLIENTS)) {
            row.next();
            return new Clients(
                    row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getDouble(6));
        }
    }

    /** The process that most of those who wait for a lock wait for. */
    static @Nullable Integer lockHolder(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LOCK_HOLDER)) {
            return row.next() ? row.getInt(1) : null;
        }
    }
}
