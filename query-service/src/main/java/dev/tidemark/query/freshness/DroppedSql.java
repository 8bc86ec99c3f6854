package dev.tidemark.query.freshness;

import dev.tidemark.wire.metric.FilterMetrics;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Reads what the filters could not hand to Kafka, from the counters that they publish of themselves. */
final class DroppedSql {
    private static final String DROPPED = """
            SELECT coalesce(sum(newest.value), 0)::bigint
            FROM metric m
            CROSS JOIN LATERAL (
                SELECT value
                FROM sample
                WHERE metric_id = m.id AND ts >= ?
                ORDER BY ts DESC
                LIMIT 1) AS newest
            WHERE m.metric_type = 'system'
              AND m.metric_name = '%s'
              AND m.last_seen >= (?::timestamptz AT TIME ZONE 'UTC')::date - 1
            """.formatted(FilterMetrics.EVENTS_DROPPED);

    private DroppedSql() {}

    /** How many events were dropped by the processes that told of themselves after {@code since}, all their life. */
    static long since(Connection connection, Instant since) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DROPPED)) {
            OffsetDateTime at = since.atOffset(ZoneOffset.UTC);
            statement.setObject(1, at);
            statement.setObject(2, at);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
