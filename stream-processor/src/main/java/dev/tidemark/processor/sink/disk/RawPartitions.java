package dev.tidemark.processor.sink.disk;

import dev.tidemark.processor.sink.partition.PartitionDrops.Partition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The partitions that may be dropped when the disk is full: those of raw rows, and when none of these are left, the windows of 10 s,
 * then those of 1 min. Windows of 1 h stay. Stateless and thread-safe.
 */
final class RawPartitions {
    /**
     * Of a day's raw rows, requests come first: they take the most space, and rollups still summarise them. Likewise, longer windows
     * summarise shorter ones. Of a day's windows, those of calls come first: they are details of requests.
     */
    private static final String OLDEST_FIRST = """
            SELECT parent.name, child.relname
            FROM unnest(ARRAY['request', 'log', 'sample', 'call_10s', 'rollup_10s', 'call_1m', 'rollup_1m'],
                    ARRAY[0, 0, 0, 1, 1, 2, 2])
                WITH ORDINALITY AS parent (name, stage, place)
            JOIN pg_inherits i ON i.inhparent = to_regclass(quote_ident(parent.name))
            JOIN pg_class child ON child.oid = i.inhrelid
            CROSS JOIN LATERAL (SELECT substring(child.relname FROM '_(\\d{8})$') AS day) AS d
            CROSS JOIN (VALUES (to_char(? AT TIME ZONE 'UTC', 'YYYYMMDD'), to_char(? AT TIME ZONE 'UTC', 'YYYYMMDD')))
                AS today (clock, steady)
            WHERE day < greatest(clock, steady) AND day NOT IN (clock, steady)
            ORDER BY parent.stage, day, parent.place
            """;

    private RawPartitions() {}

    /** The size of the database. */
    static long databaseBytes(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_database_size(current_database())")) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * The partitions of days before the later of two times, in the order in which they are dropped. Either time may be wrong, so the day
     * of neither is among them.
     */
    static List<Partition> before(Connection connection, Instant clock, Instant steady) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OLDEST_FIRST)) {
            statement.setObject(1, OffsetDateTime.ofInstant(clock, ZoneOffset.UTC));
            statement.setObject(2, OffsetDateTime.ofInstant(steady, ZoneOffset.UTC));
            List<Partition> partitions = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    partitions.add(new Partition(rows.getString(1), rows.getString(2)));
                }
            }
            return partitions;
        }
    }
}
