package dev.tidemark.query.logs;

import dev.tidemark.wire.event.LogLevel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queries stored log lines. PostgreSQL cuts long texts, so the size of a result is bounded. */
final class LogSql {
    /** The query first chooses rows by the lengths of their texts, which PostgreSQL knows without reading the texts. */
    private static final String WEIGHED = """
            , weighed AS (
                SELECT f.*,
                       count(*) OVER () AS found,
                       row_number() OVER newest AS number,
                       sum(300 + least(octet_length(f.message), ?)
                               + coalesce(least(octet_length(f.stack_trace), ?), 0)
                               + coalesce(least(octet_length(f.fields::text), ?), 0)) OVER newest AS weight
                FROM found f
                WINDOW newest AS (ORDER BY f.ts DESC, f.record_partition DESC, f.record_offset DESC)
            )
            SELECT w.found, w.ts, w.record_partition, w.record_offset, left(s.name, p.name), left(i.name, p.name), v.name,
                   left(w.logger, p.name), left(w.thread, p.name), left(w.message, p.message), octet_length(w.message),
                   replace(w.trace_id::text, '-', ''), lpad(to_hex(w.span_id), 16, '0'), left(w.error_type, p.name),
                   left(w.stack_trace, p.stack_trace),
                   CASE WHEN octet_length(w.fields::text) <= p.fields THEN w.fields::text
                        ELSE (SELECT jsonb_object_agg(left(e.key, p.field), left(e.value, p.field))::text
                              FROM (SELECT key, value FROM jsonb_each_text(w.fields) LIMIT p.field_count) e)
                   END,
                   greatest(length(s.name), length(i.name), length(w.logger), length(w.thread), length(w.error_type)) > p.name
                       OR octet_length(w.message) > octet_length(left(w.message, p.message))
                       OR coalesce(octet_length(w.stack_trace) > octet_length(left(w.stack_trace, p.stack_trace)), false)
                       OR coalesce(octet_length(w.fields::text) > p.fields, false)
            FROM weighed w
            CROSS JOIN (VALUES (?, ?, ?, ?, ?, ?)) AS p (message, stack_trace, fields, name, field, field_count)
            JOIN service s ON s.id = w.service_id
            LEFT JOIN instance i ON i.id = w.instance_id
            LEFT JOIN log_level v ON v.severity = w.severity
            WHERE w.number = 1 OR w.weight <= ?
            ORDER BY w.number
            """;

    private static final String PAGE = """
            WITH found AS (
                SELECT *
                FROM log l
                WHERE l.ts >= ? AND l.ts < ?
                  AND (?::timestamptz IS NULL OR (l.ts, l.record_partition, l.record_offset) < (?::timestamptz, ?::int, ?::bigint))
                  AND l.severity >= ?
                  AND (?::text IS NULL OR l.service_id = (SELECT id FROM service WHERE name = ?))
                  AND (?::uuid IS NULL OR l.trace_id = ?::uuid)
                  AND (?::text IS NULL OR l.message ILIKE ? OR l.logger ILIKE ? OR l.error_type ILIKE ? OR l.stack_trace ILIKE ?)
                ORDER BY l.ts DESC, l.record_partition DESC, l.record_offset DESC
                LIMIT ?
            )
            """ + WEIGHED;

    private static final String LINE = """
            WITH found AS (
                SELECT * FROM log l WHERE l.ts = ? AND l.record_partition = ? AND l.record_offset = ? LIMIT 1
            )
            """ + WEIGHED;

    /** Rows per round trip; the page's weight bounds their size. */
    private static final int FETCH_SIZE = 64;

    private LogSql() {}

    /** One stored line; missing fields are null. */
    record Row(
            LogCursor cursor,
            String service,
            @Nullable String instance,
            @Nullable String level,
            @Nullable String logger,
            @Nullable String thread,
            String message,
            long messageBytes,
            @Nullable String traceId,
            @Nullable String spanId,
            @Nullable String errorType,
            @Nullable String stackTrace,
            @Nullable String fieldsJson,
            boolean cut) {}

    /** The rows of a page, and the number of lines found before the limit on their weight. */
    record Rows(List<Row> rows, int found) {}

    /** Reads the newest {@code rows} lines between two times that are older than {@code cursor} and match {@code filter}. */
    static Rows newest(
            Connection connection,
            LogFilter filter,
            Since.Span span,
            @Nullable LogCursor cursor,
            int rows,
            long weight,
            TextLimits limits)
            throws SQLException {
        String search = filter.search() == null ? null : "%" + escaped(filter.search()) + "%";
        // The condition on the time bounds the scan; the row comparison alone would not.
        Instant to = cursor == null ? span.to() : min(span.to(), cursor.ts().plus(1, ChronoUnit.MICROS));
        OffsetDateTime before = cursor == null ? null : at(cursor.ts());
        return read(
                connection,
                PAGE,
                weight,
                limits,
                at(span.from()),
                at(to),
                before,
                before,
                cursor == null ? null : cursor.partition(),
                cursor == null ? null : cursor.offset(),
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
                rows);
    }

    /** Reads the line at a position; no row if there is none. */
    static Rows line(Connection connection, LogCursor line, TextLimits limits) throws SQLException {
        return read(connection, LINE, Long.MAX_VALUE, limits, at(line.ts()), line.partition(), line.offset());
    }

    private static Rows read(
            Connection connection, String sql, long weight, TextLimits limits, @Nullable Object... which)
            throws SQLException {
        Object[] bounds = {
            limits.message(),
            limits.stackTrace(),
            limits.fields(),
            limits.message(),
            limits.stackTrace(),
            limits.fields(),
            limits.name(),
            limits.field(),
            TextLimits.FIELDS,
            weight
        };
        @Nullable Object[] values = Arrays.copyOf(which, which.length + bounds.length);
        System.arraycopy(bounds, 0, values, which.length, bounds.length);
        List<Row> lines = new ArrayList<>();
        int found = 0;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found = rows.getInt(1);
                    lines.add(row(rows));
                }
            }
        }
        return new Rows(lines, found);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant min(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /** Escapes the special characters of a LIKE pattern. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    /** OpenTelemetry's lowest severity number of a level. */
    private static int severity(@Nullable LogLevel level) {
        return level == null ? 0 : 1 + 4 * level.ordinal();
    }

    private static Row row(ResultSet rows) throws SQLException {
        return new Row(
                new LogCursor(rows.getObject(2, OffsetDateTime.class).toInstant(), rows.getInt(3), rows.getLong(4)),
                rows.getString(5),
                rows.getString(6),
                rows.getString(7),
                rows.getString(8),
                rows.getString(9),
                rows.getString(10),
                rows.getLong(11),
                rows.getString(12),
                rows.getString(13),
                rows.getString(14),
                rows.getString(15),
                rows.getString(16),
                rows.getBoolean(17));
    }
}
