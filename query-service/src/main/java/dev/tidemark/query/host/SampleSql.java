package dev.tidemark.query.host;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Reads the newest sample of every series of the hosts. */
final class SampleSql {
    // Series that nobody wrote for two days are not looked up: there may be many, of processes that are gone.
    private static final String NEWEST = """
            SELECT coalesce(m.metadata->>'host', i.name, s.name), m.metric_name, newest.ts, newest.value
            FROM metric m
            LEFT JOIN service s ON s.id = m.service_id
            LEFT JOIN instance i ON i.id = m.instance_id
            CROSS JOIN LATERAL (
                SELECT ts, value
                FROM sample
                WHERE metric_id = m.id AND ts >= ? AND ts <= ?
                ORDER BY ts DESC
                LIMIT 1) AS newest
            WHERE m.metric_type = 'system'
              AND m.metric_name ~ '^(cpu|load|memory|swap|disk|network)_'
              AND m.last_seen >= (?::timestamptz AT TIME ZONE 'UTC')::date - 1
            """;

    private SampleSql() {}

    /** One reading. */
    record Sample(String host, String name, Instant at, double value) {}

    /** The newest sample of each series between two times. */
    static List<Sample> newest(Connection connection, Instant from, Instant to) throws SQLException {
        List<Sample> samples = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
            OffsetDateTime since = from.atOffset(ZoneOffset.UTC);
            statement.setObject(1, since);
            statement.setObject(2, to.atOffset(ZoneOffset.UTC));
            statement.setObject(3, since);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Instant at = rows.getObject(3, OffsetDateTime.class).toInstant();
                    samples.add(new Sample(rows.getString(1), rows.getString(2), at, rows.getDouble(4)));
                }
            }
        }
        return samples;
    }
}
