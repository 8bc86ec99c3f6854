package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.attribute.Endpoint;
import dev.tidemark.query.diagnosis.attribute.Side;
import dev.tidemark.query.diagnosis.attribute.Side.CallSums;
import dev.tidemark.query.diagnosis.attribute.Side.Operation;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.parts.PartTotals;
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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the parts and the calls of one endpoint over a span, its errors by type, and the endpoints that calls may go to. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
abstract class SideQueries implements GenericRepository<SideQueries.Row, Integer> {
    private static final String PARTS = """
              SELECT coalesce(sum(count - coalesce(streams, 0)), 0)::float8, coalesce(sum(sum_us), 0)::float8, coalesce(sum(measured), 0),
                     coalesce(sum(measured_us), 0), coalesce(sum(db_us), 0), coalesce(sum(db_calls), 0), coalesce(sum(pool_wait_us), 0),
                     coalesce(sum(redis_us), 0), coalesce(sum(redis_calls), 0), coalesce(sum(http_us), 0), coalesce(sum(http_calls), 0), min(window_start)
              FROM rollup_%s
              WHERE window_start >= ? AND window_start < ? AND endpoint_id = ?
                AND count BETWEEN 1 AND
              """ + Rollup.MAX_COUNT + """
               AND (measured IS NULL
                    OR measured BETWEEN 0 AND count AND least(db_us, pool_wait_us, redis_us, http_us) >= 0
                       AND db_us::float8 + pool_wait_us::float8 + redis_us::float8 + http_us::float8 <= measured_us::float8 * 1.000001)
              """;

    private static final String CALLS = """
              SELECT c.kind, c.target, c.operation, sum(w.count)::float8, sum(w.errors)::float8, sum(w.sum_us)::float8,
                     coalesce(sum(w.hits), 0)::float8, coalesce(sum(w.misses), 0)::float8
              FROM call c
              JOIN call_%s w ON w.call_id = c.id
              WHERE c.endpoint_id = ? AND w.window_start >= ? AND w.window_start < ?
                AND w.count BETWEEN 1 AND
              """ + Rollup.MAX_COUNT + """
               AND w.errors BETWEEN 0 AND w.count AND w.sum_us >= 0
              GROUP BY 1, 2, 3
              ORDER BY 6 DESC
              LIMIT ?
              """;

    private static final String ERRORS = """
        SELECT e.key, sum(least((e.value)::numeric, 1e15))::bigint
        FROM rollup_%s w
        CROSS JOIN LATERAL jsonb_each_text(w.errors_by_type) e
        WHERE w.window_start >= ? AND w.window_start < ? AND w.endpoint_id = ANY (?) AND w.errors_by_type <> '{}'
          AND e.value ~ '^[0-9]+$'
        GROUP BY 1
        ORDER BY 2 DESC
        LIMIT ?
        """;

    /** More of one endpoint are not told apart by the filter. */
    private static final int MOST_CALLS = 500;

    private static final int MOST_TYPES = 50;
    /** The endpoints of one method that calls may go to. */
    static final int MOST_CALLABLE = 5_000;

    private final JdbcOperations operations;

    SideQueries(@Named(Databases.STORE) JdbcOperations operations) {
        this.operations = operations;
    }

    /** What a repository needs to be one. */
    @MappedEntity
    record Row(int id) {}

    /** Windows of one width. */
    record Span(Tier tier, Instant from, Instant to) {
        double seconds() {
            return secondsSince(from);
        }

        /** The time in which requests were seen: of a service that is new, there were none before. */
        double secondsOf(Side side) {
            Instant first = side.first();
            return secondsSince(first == null || first.isBefore(from) ? from : first);
        }

        private double secondsSince(Instant begin) {
            return (to.toEpochMilli() - begin.toEpochMilli()) / 1000.0;
        }
    }

    /** The requests of {@code endpoint} in {@code span} with their calls. */
    Side side(Span span, Endpoint endpoint) {
        return operations.execute(connection -> {
            Map<Operation, CallSums> calls = calls(connection, span, endpoint);
            try (PreparedStatement select =
                    connection.prepareStatement(PARTS.formatted(span.tier().label()))) {
                select.setObject(1, DiagnosisQueries.time(span.from()));
                select.setObject(2, DiagnosisQueries.time(span.to()));
                select.setInt(3, endpoint.id());
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    OffsetDateTime first = row.getObject(12, OffsetDateTime.class);
                    return new Side(
                            row.getDouble(1),
                            row.getDouble(2),
                            totals(row),
                            calls,
                            first == null ? null : first.toInstant());
                }
            }
        });
    }

    private static PartTotals totals(ResultSet row) throws SQLException {
        return new PartTotals(
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11));
    }

    private static Map<Operation, CallSums> calls(Connection connection, Span span, Endpoint endpoint)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(CALLS.formatted(span.tier().label()))) {
            select.setInt(1, endpoint.id());
            select.setObject(2, DiagnosisQueries.time(span.from()));
            select.setObject(3, DiagnosisQueries.time(span.to()));
            select.setInt(4, MOST_CALLS);
            Map<Operation, CallSums> calls = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    calls.merge(
                            new Operation(row.getString(1), row.getString(2), row.getString(3)),
                            new CallSums(
                                    row.getDouble(4),
                                    row.getDouble(5),
                                    row.getDouble(6),
                                    row.getDouble(7),
                                    row.getDouble(8)),
                            CallSums::plus);
                }
            }
            return calls;
        }
    }

    /** The errors of endpoints by type. */
    Map<String, Long> errors(Span span, List<Endpoint> endpoints) {
        return operations.execute(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement(ERRORS.formatted(span.tier().label()))) {
                select.setObject(1, DiagnosisQueries.time(span.from()));
                select.setObject(2, DiagnosisQueries.time(span.to()));
                select.setArray(
                        3,
                        connection.createArrayOf(
                                "int4", endpoints.stream().map(Endpoint::id).toArray()));
                select.setInt(4, MOST_TYPES);
                Map<String, Long> errors = new HashMap<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        errors.put(row.getString(1), row.getLong(2));
                    }
                }
                return errors;
            }
        });
    }

    /** The endpoints with this method that were used since {@code from}. */
    List<Endpoint> callable(String method, Instant from) {
        return operations.execute(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                SELECT e.id, s.name, e.method, e.route
                FROM endpoint e
                JOIN service s ON s.id = e.service_id
                WHERE e.method = ? AND e.last_seen >= (?::timestamptz AT TIME ZONE 'UTC')::date - 1
                ORDER BY 2, 4
                LIMIT ?
                """)) {
                select.setString(1, method);
                select.setObject(2, DiagnosisQueries.time(from));
                select.setInt(3, MOST_CALLABLE);
                List<Endpoint> endpoints = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        endpoints.add(
                                new Endpoint(row.getInt(1), row.getString(2), row.getString(3), row.getString(4)));
                    }
                }
                return endpoints;
            }
        });
    }
}
