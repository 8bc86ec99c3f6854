package dev.tidemark.processor.filters;

import dev.tidemark.wire.metric.FilterMetrics;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Reads the newest values of the filters' counters. */
final class FilterSql {
    /**
     * Reading the newest sample of a series takes one index lookup, however many samples there are and however old it
     * is. Values that cannot be counts are ignored: above 9e15 a double cannot tell n from n + 1, so one such value
     * would hide all later increases.
     */
    private static final String NEWEST = """
            SELECT m.id,
                   m.metric_name,
                   CASE WHEN m.metadata->>'%1$s' = ANY (?) THEN m.metadata->>'%1$s' ELSE '(other)' END,
                   CASE WHEN m.metadata->>'%2$s' = ANY (?) THEN m.metadata->>'%2$s' ELSE '(other)' END,
                   newest.value
            FROM metric m
            CROSS JOIN LATERAL (
                SELECT value
                FROM sample
                WHERE metric_id = m.id AND ts >= ?
                ORDER BY ts DESC
                LIMIT 1) AS newest
            WHERE m.metric_type = 'system'
              AND m.metric_name = ANY (?)
              AND m.last_seen >= (?::timestamptz AT TIME ZONE 'UTC')::date
              AND newest.value BETWEEN 0 AND 1e15
            ORDER BY m.last_seen DESC, m.id DESC
            LIMIT ?
            """.formatted(FilterMetrics.TOPIC, FilterMetrics.REASON);

    private FilterSql() {}

    /**
     * The newest value of one series.
     *
     * @param series the id of the series: a counter of one process, with one topic and reason
     * @param topic one of {@link FilterCounter#TOPICS}, or {@code (other)}
     * @param reason one of {@link FilterCounter#REASONS}, or {@code (other)}
     */
    record Row(int series, FilterCounter counter, String topic, String reason, double value) {}

    /** The newest values at or after {@code since}, of at most {@code limit} series, those last used first. */
    static List<Row> newest(Connection connection, Instant since, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
            OffsetDateTime at = since.atOffset(ZoneOffset.UTC);
            setWords(statement, 1, FilterCounter.TOPICS);
            setWords(statement, 2, FilterCounter.REASONS);
            statement.setObject(3, at);
            setWords(
                    statement,
                    4,
                    Stream.of(FilterCounter.values()).map(FilterCounter::sample).toList());
            statement.setObject(5, at);
            statement.setInt(6, limit);
            List<Row> newest = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    newest.add(new Row(
                            rows.getInt(1),
                            FilterCounter.of(rows.getString(2)),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getDouble(5)));
                }
            }
            return newest;
        }
    }

    private static void setWords(PreparedStatement statement, int index, Collection<String> words) throws SQLException {
        statement.setArray(index, statement.getConnection().createArrayOf("text", words.toArray()));
    }
}
