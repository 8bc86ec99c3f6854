package dev.tidemark.processor.sink.disk;

import dev.tidemark.processor.sink.store.PartitionDrops;
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

/** The partitions of raw rows, and how they are dropped. Stateless and thread-safe. */
final class RawPartitions {
    /** Requests first: there are most of them, and rollups still tell of them. */
    private static final String OLDEST_FIRST = """
            SELECT child.relname, pg_total_relation_size(child.oid)
            FROM unnest(ARRAY['request', 'log', 'sample']) WITH ORDINALITY AS parent (name, place)
            JOIN pg_inherits i ON i.inhparent = to_regclass(quote_ident(parent.name))
            JOIN pg_class child ON child.oid = i.inhrelid
            CROSS JOIN LATERAL (SELECT substring(child.relname FROM '_(\\d{8})$') AS day) AS d
            WHERE day < to_char(? AT TIME ZONE 'UTC', 'YYYYMMDD')
              AND pg_relation_size(child.oid) > 0
            ORDER BY day, parent.place
            """;

    private RawPartitions() {}

    /** A partition and all that belongs to it on the disk. */
    record Partition(String name, long bytes) {}

    /** How large the database is. */
    static long databaseBytes(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_database_size(current_database())")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Waits until no other process makes or drops partitions, and what others dropped is gone from the disk. */
    static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Dropping waits for those who read the table, and those who come later wait for it.
            statement.execute("SET LOCAL lock_timeout = '2s'");
            PartitionDrops.takeTurn(connection);
            statement.execute("SELECT lock_partitions()");
        }
    }

    /** Those with rows in them that are of days before that of {@code now}, the oldest first. */
    static List<Partition> before(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OLDEST_FIRST)) {
            statement.setObject(1, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
            List<Partition> partitions = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    partitions.add(new Partition(rows.getString(1), rows.getLong(2)));
                }
            }
            return partitions;
        }
    }

    static void drop(Connection connection, Partition partition) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + statement.enquoteIdentifier(partition.name(), true));
        }
    }
}
