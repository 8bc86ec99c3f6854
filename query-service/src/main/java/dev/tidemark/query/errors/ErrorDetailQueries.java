package dev.tidemark.query.errors;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the last request with an error, and what was logged in it. Only the window of the last error is read. */
@Singleton
final class ErrorDetailQueries {
    /** Characters of a message, and of a stack trace, that are read. */
    static final int MESSAGE = 2048;

    static final int STACK_TRACE = 16_384;

    /** A line that is logged when a request ends may be stamped after it; clocks of one host agree. */
    private static final String DETAILS = """
            SELECT x.n, r.ts, r.status, replace(r.trace_id::text, '-', '') AS trace_id, left(g.message, ?) AS message,
                   left(g.stack_trace, ?) AS stack_trace
            FROM unnest(?::int[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[]) WITH ORDINALITY
                AS x (endpoint_id, service, type, starts, ends, n)
            LEFT JOIN LATERAL (
                SELECT q.ts, q.trace_id, q.duration_us, l.status
                FROM request q
                JOIN label_set l ON l.id = q.label_set_id
                WHERE q.ts >= x.starts AND q.ts < x.ends AND l.endpoint_id = x.endpoint_id
                  AND CASE WHEN x.type IS NULL THEN l.error_type IS NULL AND l.status >= 400 ELSE l.error_type = x.type END
                ORDER BY q.ts DESC
                LIMIT 1) AS r ON true
            LEFT JOIN LATERAL (
                SELECT m.message, m.stack_trace
                FROM log m
                WHERE m.ts >= coalesce(r.ts, x.starts) - interval '1 second'
                  AND m.ts < coalesce(r.ts + least(r.duration_us, 3.6e9) * interval '1 microsecond', x.ends) + interval '10 seconds'
                  AND (m.trace_id = r.trace_id
                       OR m.error_type = x.type AND m.service_id = (SELECT id FROM service WHERE name = x.service))
                  AND (m.severity >= 13 OR m.stack_trace IS NOT NULL)
                ORDER BY m.trace_id = r.trace_id DESC NULLS LAST, m.error_type = x.type DESC NULLS LAST, m.severity DESC, m.ts DESC
                LIMIT 1) AS g ON true
            """;

    private final JdbcOperations operations;

    ErrorDetailQueries(@Named(Databases.STORE) JdbcOperations operations) {
        this.operations = operations;
    }

    /** The last request with an error; all null if neither it nor a line about it is stored. */
    record Detail(
            @Nullable Instant ts,
            @Nullable Integer status,
            @Nullable String traceId,
            @Nullable String message,
            @Nullable String stackTrace) {
        static final Detail NONE = new Detail(null, null, null, null, null);
    }

    /** The details of errors by their place in {@code counts}. */
    Map<Integer, Detail> details(List<ErrorCount> counts) {
        if (counts.isEmpty()) {
            return Map.of();
        }
        return operations.execute(connection -> {
            try (PreparedStatement select = connection.prepareStatement(DETAILS)) {
                select.setInt(1, MESSAGE);
                select.setInt(2, STACK_TRACE);
                select.setArray(3, ErrorCountQueries.array(connection, "int4", counts, ErrorCount::endpointId));
                select.setArray(
                        4,
                        ErrorCountQueries.array(
                                connection,
                                "text",
                                counts,
                                count -> count.series().service()));
                select.setArray(5, ErrorCountQueries.array(connection, "text", counts, ErrorCount::type));
                select.setArray(
                        6,
                        ErrorCountQueries.array(
                                connection,
                                "timestamptz",
                                counts,
                                count -> count.last().from().atOffset(ZoneOffset.UTC)));
                select.setArray(
                        7,
                        ErrorCountQueries.array(
                                connection,
                                "timestamptz",
                                counts,
                                count -> count.last().to().atOffset(ZoneOffset.UTC)));
                Map<Integer, Detail> details = new HashMap<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        details.put(row.getInt(1) - 1, detail(row));
                    }
                }
                return details;
            }
        });
    }

    private static Detail detail(ResultSet row) throws SQLException {
        OffsetDateTime ts = row.getObject(2, OffsetDateTime.class);
        int status = row.getInt(3);
        return new Detail(
                ts == null ? null : ts.toInstant(),
                ts == null ? null : (Integer) status,
                row.getString(4),
                row.getString(5),
                row.getString(6));
    }
}
