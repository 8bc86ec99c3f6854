package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.attribute.Endpoint;
import dev.tidemark.query.diagnosis.detect.Window;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.store.Databases;
import dev.tidemark.query.store.Deadline;
import dev.tidemark.wire.event.Rollup;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import jakarta.inject.Named;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads windows of requests to be judged. Contradictory windows are left out. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
abstract class DiagnosisQueries implements GenericRepository<DiagnosisQueries.Row, Integer> {
    private static final int FETCH = 1_000;
    private static final String CONSISTENT = "w.count BETWEEN 1 AND " + Rollup.MAX_COUNT
            + " AND w.errors BETWEEN 0 AND w.count AND coalesce(w.streams, 0) BETWEEN 0 AND w.count AND w.sum_us >= 0";

    /** Those with most requests in the span, in the hour before it, and before a silence of their service. */
    private static final String ENDPOINTS = """
        SELECT e.id, s.name, e.method, e.route
        FROM endpoint e
        JOIN service s ON s.id = e.service_id
        JOIN (SELECT endpoint_id, sum(sum_us::float8 + 1e6 * errors) AS weight, sum(count) AS count
              FROM rollup_1m
              WHERE window_start >= ? AND window_start < ?
              GROUP BY 1
              UNION ALL
              SELECT endpoint_id, sum(sum_us::float8 + 1e6 * errors), sum(count)
              FROM rollup_10s
              WHERE window_start >= ? AND window_start < ?
              GROUP BY 1
              UNION ALL
              SELECT before.endpoint_id, sum(before.sum_us::float8), sum(before.count)
              FROM unnest(?::text[], ?::timestamptz[]) AS silence (service, since)
              JOIN service silent ON silent.name = silence.service
              JOIN rollup_1m before
                ON before.window_start >= silence.since - interval '10 minutes' AND before.window_start < silence.since
              JOIN endpoint ON endpoint.id = before.endpoint_id AND endpoint.service_id = silent.id
              GROUP BY 1) w ON w.endpoint_id = e.id
        WHERE (?::text IS NULL OR s.name = ?) AND (?::text IS NULL OR e.method = ?) AND (?::text IS NULL OR e.route = ?)
        GROUP BY 1, 2, 3, 4
        ORDER BY sum(w.weight) DESC, sum(w.count) DESC, e.id
        LIMIT ?
        """;

    private static final String WINDOWS = """
            SELECT w.endpoint_id, w.window_start, w.count, w.count - coalesce(w.streams, 0), w.status_4xx, w.status_5xx, w.sum_us, w.max_us,
                   %s
            FROM rollup_%s w
            WHERE w.window_start >= ? AND w.window_start < ? AND w.endpoint_id = ANY (?) AND
            """ + CONSISTENT + """

              AND (?::integer = 1 OR (extract(epoch FROM w.window_start)::bigint / ?) %% ? = 0)
            ORDER BY w.endpoint_id, w.window_start
            """;

    /** Where requests are stored that no window counts yet, the windows are behind: nothing is known of the time after them. */
    private static final String NEWEST = """
        SELECT CASE WHEN EXISTS (SELECT FROM request WHERE ts > coalesce(counted, ?::timestamptz) + interval '30 seconds' AND ts <= ?)
                    THEN counted
                    ELSE greatest(counted, (SELECT max(ts) FROM sample WHERE ts > ? AND ts <= ?)) END
        FROM (SELECT max(window_start) AS counted FROM rollup_10s WHERE window_start > ? AND window_start <= ?) AS windows
        """;

    private final JdbcOperations operations;

    DiagnosisQueries(@Named(Databases.STORE) JdbcOperations operations) {
        this.operations = operations;
    }

    /** What a repository needs to be one. */
    @MappedEntity
    record Row(int id) {}

    /** The endpoints of a question; null means all. */
    record Scope(
            @Nullable String service,
            @Nullable String method,
            @Nullable String route) {
        boolean isAll() {
            return service == null && method == null && route == null;
        }
    }

    /**
     * The endpoints with requests in the span or in the hour before it; at most {@code most}, those that take most time or fail most.
     *
     * @param silent since when services are silent, whose endpoints are among them
     */
    List<Endpoint> endpoints(Scope scope, Instant from, Instant to, Map<String, Instant> silent, int most) {
        return operations.execute(connection -> {
            try (PreparedStatement select = connection.prepareStatement(ENDPOINTS)) {
                Instant hour = from.minus(Duration.ofHours(1));
                int i = 1;
                for (Instant at : List.of(hour, to, to.minus(Duration.ofMinutes(3)), to)) {
                    select.setObject(i++, time(at));
                }
                select.setArray(
                        i++, connection.createArrayOf("text", silent.keySet().toArray()));
                select.setArray(
                        i++,
                        connection.createArrayOf(
                                "timestamptz",
                                silent.values().stream()
                                        .map(DiagnosisQueries::time)
                                        .toArray()));
                for (String name : Arrays.asList(scope.service(), scope.method(), scope.route())) {
                    select.setString(i++, name);
                    select.setString(i++, name);
                }
                select.setInt(i, most);
                List<Endpoint> endpoints = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        endpoints.add(
                                new Endpoint(rows.getInt(1), rows.getString(2), rows.getString(3), rows.getString(4)));
                    }
                }
                return endpoints;
            }
        });
    }

    /**
     * The windows of a segment by endpoint, oldest first.
     *
     * @param sketches whether percentiles are needed
     * @param stride 1 for all windows, or 2 for every second one, and so on
     */
    Map<Integer, List<Window>> windows(
            Segment segment, List<Endpoint> endpoints, boolean sketches, int stride, Deadline deadline) {
        String sql = WINDOWS.formatted(
                sketches ? "CASE WHEN w.count > 4 THEN w.sketch END" : "NULL::bytea",
                segment.tier().label());
        return operations.execute(connection -> windows(connection, sql, segment, endpoints, stride, deadline));
    }

    private static Map<Integer, List<Window>> windows(
            Connection connection, String sql, Segment segment, List<Endpoint> endpoints, int stride, Deadline deadline)
            throws SQLException {
        Duration width = segment.tier().size();
        Map<Integer, List<Window>> windows = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setFetchSize(FETCH);
            select.setObject(1, time(segment.from()));
            select.setObject(2, time(segment.to()));
            select.setArray(
                    3,
                    connection.createArrayOf(
                            "int4", endpoints.stream().map(Endpoint::id).toArray()));
            select.setInt(4, stride);
            select.setLong(5, width.toSeconds());
            select.setInt(6, stride);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    deadline.check();
                    windows.computeIfAbsent(row.getInt(1), id -> new ArrayList<>())
                            .add(window(row, width));
                }
            }
        }
        return windows;
    }

    private static Window window(ResultSet row, Duration width) throws SQLException {
        return new Window(
                row.getObject(2, OffsetDateTime.class).toInstant(),
                width,
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getDouble(7),
                row.getDouble(8),
                row.getBytes(9));
    }

    /** When the newest of what is stored up to {@code to} was measured; null if that is more than ten minutes before it. */
    @Nullable Instant newest(Instant to) {
        Instant from = to.minus(Duration.ofMinutes(10));
        return operations.execute(connection -> {
            try (PreparedStatement select = connection.prepareStatement(NEWEST)) {
                for (int i = 1; i <= 6; i++) {
                    select.setObject(i, time(i % 2 == 1 ? from : to));
                }
                try (ResultSet row = select.executeQuery()) {
                    OffsetDateTime newest = row.next() ? row.getObject(1, OffsetDateTime.class) : null;
                    return newest == null ? null : newest.toInstant();
                }
            }
        });
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
