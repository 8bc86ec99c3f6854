package dev.tidemark.query.logs;

import dev.tidemark.wire.event.LogLevel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads stored log lines. */
final class LogSql {
    private static final String LINES = """
            SELECT l.ts, s.name, i.name, v.name, l.logger, l.thread, l.message, replace(l.trace_id::text, '-', ''),
                   lpad(to_hex(l.span_id), 16, '0'), l.error_type, l.stack_trace, l.fields::text,
                   l.record_partition || ':' || l.record_offset
            FROM log l
            JOIN service s ON s.id = l.service_id
            LEFT JOIN instance i ON i.id = l.instance_id
            LEFT JOIN log_level v ON v.severity = l.severity
            WHERE l.ts >= ? AND l.ts < ?
              AND l.severity >= ?
              AND (?::text IS NULL OR l.service_id = (SELECT id FROM service WHERE name = ?))
              AND (?::uuid IS NULL OR l.trace_id = ?::uuid)
              AND (?::text IS NULL OR l.message ILIKE ? OR l.logger ILIKE ? OR l.error_type ILIKE ? OR l.stack_trace ILIKE ?)
            ORDER BY l.ts DESC, l.record_partition DESC, l.record_offset DESC
            LIMIT ?
            """;

    private LogSql() {}

    /** One stored line; what it did not say is null. */
    record Row(
            Instant ts,
            String service,
            @Nullable String instance,
            @Nullable String level,
            @Nullable String logger,
            @Nullable String thread,
            String message,
            @Nullable String traceId,
            @Nullable String spanId,
            @Nullable String errorType,
            @Nullable String stackTrace,
            @Nullable String fieldsJson,
            String position) {}

    /** The newest {@code limit} lines between two times that {@code filter} wants, the newest first. */
    static List<Row> newest(Connection connection, LogFilter filter, Instant from, Instant to, int limit)
            throws SQLException {
        List<Row> lines = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(LINES)) {
            bind(statement, filter, from, to, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    lines.add(row(rows));
                }
            }
        }
        return lines;
    }

    private static void bind(PreparedStatement statement, LogFilter filter, Instant from, Instant to, int limit)
            throws SQLException {
        String search = filter.search() == null ? null : "%" + escaped(filter.search()) + "%";
        Object[] values = {
            from.atOffset(ZoneOffset.UTC),
            to.atOffset(ZoneOffset.UTC),
            severity(filter.level()),
            filter.service(),
            filter.service(),
            filter.traceId(),
            filter.traceId(),
            search,
            search,
            search,
            search,
            search,
            limit
        };
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /** What stands for itself in a pattern of LIKE. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    /** OpenTelemetry's number of a level, the first of its four. */
    private static int severity(@Nullable LogLevel level) {
        return level == null ? 0 : 1 + 4 * level.ordinal();
    }

    private static Row row(ResultSet rows) throws SQLException {
        return new Row(
                rows.getObject(1, OffsetDateTime.class).toInstant(),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                rows.getString(6),
                rows.getString(7),
                rows.getString(8),
                rows.getString(9),
                rows.getString(10),
                rows.getString(11),
                rows.getString(12),
                rows.getString(13));
    }
}
