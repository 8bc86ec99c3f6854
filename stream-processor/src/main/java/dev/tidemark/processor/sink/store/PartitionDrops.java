package dev.tidemark.processor.sink.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The turn of a session to drop partitions. Stateless and thread-safe. */
public final class PartitionDrops {
    private static final String TAKE_TURN = "SELECT pg_advisory_lock(hashtext('tidemark.partition-drops'))";

    private PartitionDrops() {}

    /**
     * Waits until no other session drops partitions, and what others have dropped is gone from the disk. The turn ends with the
     * connection, not with its transaction: PostgreSQL lets go of a transaction's locks before it removes the files.
     */
    public static void takeTurn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(TAKE_TURN);
        }
    }
}
