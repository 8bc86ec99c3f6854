package dev.tidemark.query.postgres;

import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.store.Databases;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads which endpoints call a statement. Filters report statements by their text. */
@Singleton
final class StatementCallQueries {
    /** The most pairs of a statement and an endpoint. */
    private static final int MOST = 2000;

    private static final String IDS = "SELECT id FROM call WHERE kind = 'db' AND operation = ANY (?)";

    private static final String OF_A_SEGMENT = """
            SELECT call_id, count, sum_us
            FROM call_%s
            WHERE window_start >= ? AND window_start < ? AND call_id = ANY (?) AND count > 0 AND sum_us >= 0""";

    private static final String CALLERS = """
            SELECT c.operation, s.name, e.method, e.route, sum(w.count), sum(w.sum_us)
            FROM (%s) AS w
            JOIN call c ON c.id = w.call_id
            JOIN service s ON s.id = c.service_id
            LEFT JOIN endpoint e ON e.id = c.endpoint_id
            GROUP BY 1, 2, 3, 4
            ORDER BY 6 DESC, 2, 3, 4
            LIMIT %d
            """;

    private final JdbcOperations operations;

    StatementCallQueries(@Named(Databases.STORE) JdbcOperations operations) {
        this.operations = operations;
    }

    /**
     * The calls of a statement by an endpoint.
     *
     * @param text the statement
     * @param method null for work outside of requests, as is {@code route}
     */
    record Caller(
            String text,
            String service,
            @Nullable String method,
            @Nullable String route,
            double calls,
            double micros) {}

    /** Those who called the statements with these texts, the ones first whose calls took most time. */
    List<Caller> callers(Collection<String> texts, List<Segment> segments) {
        return operations.execute(connection -> callers(connection, texts, segments));
    }

    private static List<Caller> callers(Connection connection, Collection<String> texts, List<Segment> segments)
            throws SQLException {
        Array ids = ids(connection, texts);
        String windows = segments.stream()
                .map(segment -> OF_A_SEGMENT.formatted(segment.tier().label()))
                .collect(Collectors.joining("\nUNION ALL\n"));
        List<Caller> callers = new ArrayList<>();
        try (var select = connection.prepareStatement(CALLERS.formatted(windows, MOST))) {
            int i = 1;
            for (Segment segment : segments) {
                select.setObject(i++, segment.from().atOffset(ZoneOffset.UTC));
                select.setObject(i++, segment.to().atOffset(ZoneOffset.UTC));
                select.setArray(i++, ids);
            }
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    callers.add(new Caller(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getDouble(5),
                            row.getDouble(6)));
                }
            }
        }
        return callers;
    }

    private static Array ids(Connection connection, Collection<String> texts) throws SQLException {
        List<Integer> ids = new ArrayList<>();
        try (var select = connection.prepareStatement(IDS)) {
            select.setArray(1, connection.createArrayOf("text", texts.toArray()));
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getInt(1));
                }
            }
        }
        return connection.createArrayOf("int4", ids.toArray());
    }
}
