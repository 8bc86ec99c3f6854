package dev.tidemark.processor.sink.partition;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** Drops partitions for one reason, one at a time, and counts the drops. Thread-safe; a {@link Turn} is for one thread. */
public final class PartitionDrops implements SampleSource {
    private static final MetricDescriptor DROPPED = MetricDescriptor.counter(
            "partitions_dropped_total",
            "Dropped partitions, by reason: retention has passed, or the disk is filling up. Alert if those for the disk"
                    + " rise: less is kept than the retention settings ask for.",
            "reason");
    private static final MetricDescriptor FREED = MetricDescriptor.counter(
            "storage_freed_bytes_total", "Bytes freed on PostgreSQL's disk by dropping partitions.", "reason");
    private static final MetricDescriptor FAILED = MetricDescriptor.counter(
            "partitions_drop_failures_total",
            "Failed attempts to drop a partition, by reason and cause: in_use (a reader held it for more"
                    + " than 2 s) or error (see the log). Each is retried. Alert if those for the disk keep rising.",
            "reason",
            "cause");

    private static final String TAKE_TURN = "SELECT pg_advisory_lock(hashtext('tidemark.partition-drops'))";
    /** A drop waits for the table's current readers, and later readers wait for the drop. */
    private static final String LOCK_TIMEOUT = "SET lock_timeout = '2s'";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final String reason;
    private final boolean early;
    private final LongAdder dropped = new LongAdder();
    private final LongAdder freed = new LongAdder();
    private final LongAdder inUse = new LongAdder();
    private final LongAdder errors = new LongAdder();

    /**
     * @param reason why partitions are dropped; the value of a label
     * @param early whether they are dropped before their retention has passed, and listed in {@code partition_drop}
     */
    public PartitionDrops(String reason, boolean early) {
        this.reason = reason;
        this.early = early;
    }

    /** A partition of the table {@code parent}. */
    public record Partition(String parent, String name) {}

    /**
     * Waits up to 2 s until no other session drops partitions and the files they dropped are gone. The turn ends with
     * the connection, not with a transaction, because PostgreSQL releases a transaction's locks before it removes the
     * files.
     *
     * @param connection in autocommit; close it after the turn, and use it for nothing else
     */
    public Turn takeTurn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(LOCK_TIMEOUT);
            statement.execute(TAKE_TURN);
        }
        connection.setAutoCommit(false);
        return new Turn(connection);
    }

    /** The turn of one session. */
    public final class Turn {
        private final Connection connection;
        private final Map<String, SQLException> failures = new LinkedHashMap<>();
        private final Set<String> tablesInUse = new HashSet<>();

        private Turn(Connection connection) {
            this.connection = connection;
        }

        /**
         * Drops a partition in its own transaction. Gives up if the partition or its table stays in use for 2 s, and at
         * once if another partition of the same table could not be dropped in this turn because the table is in use:
         * each attempt makes later readers wait.
         *
         * @return the freed bytes; empty if the partition still exists, see {@link #failures()}
         * @throws SQLException if no partition can be dropped: PostgreSQL is unavailable, or another session creates
         *     partitions
         */
        public OptionalLong drop(Partition partition) throws SQLException {
            return drop(partition, true);
        }

        /** Like {@link #drop}, but keeps a partition without rows. */
        public OptionalLong dropUnlessEmpty(Partition partition) throws SQLException {
            return drop(partition, false);
        }

        private OptionalLong drop(Partition partition, boolean evenIfEmpty) throws SQLException {
            if (tablesInUse.contains(partition.parent())) {
                return OptionalLong.empty();
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT lock_partitions()");
                return attempt(statement, partition, evenIfEmpty);
            }
        }

        private OptionalLong attempt(Statement statement, Partition partition, boolean evenIfEmpty)
                throws SQLException {
            String blamed = partition.name();
            try {
                // Measure first: this does not wait for readers.
                Size size = size(statement, partition);
                if (size.rowBytes == 0 && !evenIfEmpty) {
                    connection.rollback();
                    return OptionalLong.empty();
                }
                blamed = partition.parent();
                // DROP takes this lock first, too. A separate statement shows whether the table or the partition is in
                // use.
                statement.execute(
                        "LOCK TABLE ONLY " + quoted(statement, partition.parent()) + " IN ACCESS EXCLUSIVE MODE");
                blamed = partition.name();
                statement.execute("DROP TABLE IF EXISTS " + quoted(statement, partition.name()));
                if (early) {
                    note(partition, size);
                }
                connection.commit();
                dropped.increment();
                freed.add(size.bytes);
                return OptionalLong.of(size.bytes);
            } catch (SQLException e) {
                rollBack(e);
                failed(partition, blamed, e);
                return OptionalLong.empty();
            }
        }

        private void note(Partition partition, Size size) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement("SELECT note_partition_drop(?, ?, ?)")) {
                statement.setString(1, partition.parent());
                statement.setString(2, partition.name());
                statement.setLong(3, size.bytes);
                statement.execute();
            }
        }

        private void failed(Partition partition, String blamed, SQLException e) {
            failures.put(blamed, e);
            boolean locked = isInUse(e);
            (locked ? inUse : errors).increment();
            if (locked && blamed.equals(partition.parent())) {
                tablesInUse.add(blamed);
            }
        }

        private void rollBack(SQLException cause) throws SQLException {
            try {
                connection.rollback();
            } catch (SQLException e) {
                cause.addSuppressed(e);
                throw cause;
            }
        }

        /** The partitions, or whole tables, that could not be dropped, and why. */
        public Map<String, SQLException> failures() {
            return failures;
        }
    }

    /** Whether a lock of another session is the cause. */
    public static boolean isInUse(SQLException e) {
        return LOCK_NOT_AVAILABLE.equals(e.getSQLState());
    }

    /** @param bytes including indexes and TOAST */
    private record Size(long rowBytes, long bytes) {}

    /** Zero, if another session has dropped it. */
    private static Size size(Statement statement, Partition partition) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("""
                SELECT pg_relation_size(partition), pg_total_relation_size(partition)
                FROM to_regclass(%s) AS partition
                """.formatted(statement.enquoteLiteral(quoted(statement, partition.name()))))) {
            row.next();
            return new Size(row.getLong(1), row.getLong(2));
        }
    }

    private static String quoted(Statement statement, String table) throws SQLException {
        return statement.enquoteIdentifier(table, true);
    }

    @Override
    public List<Sample> samples() {
        String failures = "partitions_drop_failures_" + reason + "_total";
        return List.of(
                DROPPED.published("partitions_dropped_" + reason + "_total", dropped.sum(), reason),
                FREED.published("storage_freed_" + reason + "_bytes_total", freed.sum(), reason),
                FAILED.published(failures, inUse.sum(), reason, "in_use"),
                FAILED.published(failures, errors.sum(), reason, "error"));
    }
}
