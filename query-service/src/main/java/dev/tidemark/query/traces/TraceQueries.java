package dev.tidemark.query.traces;

import dev.tidemark.query.endpoint.ChosenEndpoints;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.event.Tier;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds single requests: first the windows that have them, then their rows. */
@Singleton
final class TraceQueries {
    private static final String WINDOWS_OF_A_SEGMENT = """
            SELECT window_start, '%1$s' AS tier, max(max_us) AS max_us
            FROM rollup_%1$s
            WHERE window_start >= ? AND window_start < ? AND (? OR endpoint_id = ANY(?)) AND %2$s
            GROUP BY window_start""";
    private static final String ROWS = """
            SELECT r.ts, replace(r.trace_id::text, '-', '') AS trace_id, lpad(to_hex(r.span_id), 16, '0') AS span_id, s.name AS service,
                   i.name AS instance, e.method, e.route, l.status, l.error_type, r.duration_us, coalesce(r.stream, false) AS stream,
                   r.application_us, r.db_us, r.db_calls, r.pool_wait_us, r.redis_us, r.redis_calls, r.http_us, r.http_calls
            FROM (SELECT r.*
                  FROM request r
                  JOIN label_set l ON l.id = r.label_set_id
                  WHERE r.ts >= ? AND r.ts < ? AND (? OR l.endpoint_id = ANY(?)) AND %1$s
                  ORDER BY %2$s
                  LIMIT ?) AS r
            JOIN label_set l ON l.id = r.label_set_id
            JOIN endpoint e ON e.id = l.endpoint_id
            JOIN service s ON s.id = e.service_id
            LEFT JOIN instance i ON i.id = l.instance_id
            """;

    private final JdbcOperations operations;

    TraceQueries(@Named(Databases.STORE) JdbcOperations operations) {
        this.operations = operations;
    }

    /** A window of all chosen endpoints. */
    record Window(Tier tier, Instant start, long maxMicros) {
        Instant end() {
            return start.plus(tier.size());
        }
    }

    /** The {@code most} windows of {@code segments} that come first. */
    List<Window> windows(List<Segment> segments, ChosenEndpoints chosen, TraceKind kind, int most) {
        return operations.execute(connection -> windows(connection, segments, chosen, kind, most));
    }

    private static List<Window> windows(
            Connection connection, List<Segment> segments, ChosenEndpoints chosen, TraceKind kind, int most)
            throws SQLException {
        String select = segments.stream()
                        .map(segment ->
                                WINDOWS_OF_A_SEGMENT.formatted(segment.tier().label(), kind.windows()))
                        .collect(Collectors.joining("\nUNION ALL\n"))
                + "\nORDER BY " + kind.windowOrder() + "\nLIMIT ?";
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            Array ids = ids(connection, chosen);
            int i = 1;
            for (Segment segment : segments) {
                i = bind(statement, i, segment.from(), segment.to(), chosen, ids);
            }
            statement.setInt(i, most);
            List<Window> windows = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    windows.add(new Window(tier(rows.getString(2)), instant(rows, 1), rows.getLong(3)));
                }
            }
            return windows;
        }
    }

    /** The {@code most} requests of a window that come first. */
    List<Trace> rows(Window window, ChosenEndpoints chosen, TraceKind kind, int most) {
        return operations.execute(connection -> {
            String select = ROWS.formatted(kind.rows(), kind.rowOrder());
            try (PreparedStatement statement = connection.prepareStatement(select)) {
                int i = bind(statement, 1, window.start(), window.end(), chosen, ids(connection, chosen));
                statement.setInt(i, most);
                List<Trace> traces = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        traces.add(trace(rows));
                    }
                }
                return traces;
            }
        });
    }

    private static Array ids(Connection connection, ChosenEndpoints chosen) throws SQLException {
        Object[] ids = new Object[chosen.ids().length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = chosen.ids()[i];
        }
        return connection.createArrayOf("int4", ids);
    }

    /** Returns the index after the last parameter. */
    private static int bind(
            PreparedStatement statement, int first, Instant from, Instant to, ChosenEndpoints chosen, Array ids)
            throws SQLException {
        statement.setObject(first, from.atOffset(ZoneOffset.UTC));
        statement.setObject(first + 1, to.atOffset(ZoneOffset.UTC));
        statement.setBoolean(first + 2, chosen.all());
        statement.setArray(first + 3, ids);
        return first + 4;
    }

    private static Tier tier(String label) {
        for (Tier tier : Tier.values()) {
            if (tier.label().equals(label)) {
                return tier;
            }
        }
        throw new IllegalArgumentException("tier \"" + label + "\": expected that of a query");
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static Trace trace(ResultSet row) throws SQLException {
        return new Trace(
                instant(row, 1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getInt(8),
                row.getString(9),
                Rounding.millis(row.getDouble(10)),
                row.getBoolean(11),
                parts(row));
    }

    private static Trace.@Nullable TraceParts parts(ResultSet row) throws SQLException {
        double application = Rounding.millis(row.getDouble(12));
        return row.wasNull()
                ? null
                : new Trace.TraceParts(
                        application,
                        Rounding.millis(row.getDouble(13)),
                        row.getLong(14),
                        Rounding.millis(row.getDouble(15)),
                        Rounding.millis(row.getDouble(16)),
                        row.getLong(17),
                        Rounding.millis(row.getDouble(18)),
                        row.getLong(19));
    }
}
