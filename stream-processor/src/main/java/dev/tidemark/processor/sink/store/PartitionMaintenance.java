package dev.tidemark.processor.sink.store;

import dev.tidemark.processor.meter.Meter;
import dev.tidemark.processor.meter.Reading;
import dev.tidemark.processor.meter.Readings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes partitions ahead, drops those whose retention has passed and deletes labels that nothing uses: at the start and each
 * hour. Each minute it brings the BRIN indexes up to date. Any number of processes may do so at the same time.
 */
public final class PartitionMaintenance implements Readings, AutoCloseable {
    /** Partitions that were dropped, by the reason. */
    public static final Meter DROPPED = Meter.counter(
            "partitions_dropped_total",
            "Partitions that were dropped: their retention had passed, or the disk was filling up. Alert if those for the disk"
                    + " rise: less is kept than was asked for.",
            "reason");

    /** What that gave back, by the reason. */
    public static final Meter FREED = Meter.counter(
            "storage_freed_bytes_total", "Bytes on PostgreSQL's disk that dropped partitions gave back.", "reason");

    private static final Logger log = LoggerFactory.getLogger(PartitionMaintenance.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(2);

    private final PostgresConnector connector;
    private final RetentionSettings retention;
    private final Clock clock;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("partition-maintenance").daemon(true).factory());
    private final LongAdder dropped = new LongAdder();
    private Instant due = Instant.MIN;

    public PartitionMaintenance(PostgresConnector connector, RetentionSettings retention, Clock clock) {
        this.connector = connector;
        this.retention = retention;
        this.clock = clock;
    }

    /** Starts to run by the clock; what fails is tried again a minute later. */
    public void start() {
        executor.scheduleWithFixedDelay(this::runIfDue, 0, 1, TimeUnit.MINUTES);
    }

    private void runIfDue() {
        try {
            Instant now = clock.instant();
            if (now.isBefore(due)) {
                summarize();
            } else {
                run();
                due = now.plus(EVERY);
            }
        } catch (SQLException e) {
            log.warn("Maintenance of {} failed, tried again in a minute: {}", connector, e.getMessage());
        } catch (RuntimeException e) {
            log.error("Maintenance of {} failed, tried again in a minute", connector, e);
        }
    }

    /** Does all of it once, for the clock's now. */
    public void run() throws SQLException {
        OffsetDateTime now = now();
        try (Connection connection = open()) {
            for (Map.Entry<String, Duration> table : retention.byTable().entrySet()) {
                try (PreparedStatement statement = connection.prepareStatement(
                        "UPDATE partitioning SET retention = make_interval(secs => ?) WHERE parent = ?"
                                + " AND retention <> make_interval(secs => ?)")) {
                    statement.setDouble(1, table.getValue().toSeconds());
                    statement.setString(2, table.getKey());
                    statement.setDouble(3, table.getValue().toSeconds());
                    statement.executeUpdate();
                }
            }
            call(connection, "SELECT ensure_partitions(?)", now);
            PartitionDrops.takeTurn(connection);
            List<String> dropped = call(connection, "SELECT * FROM drop_expired_partitions(?)", now);
            this.dropped.add(dropped.size());
            if (!dropped.isEmpty()) {
                log.info("Dropped the partitions {}: their retention has passed", dropped);
            }
            call(connection, "SELECT delete_unused_labels(?)", now);
        }
    }

    /** Brings the BRIN indexes of today's partitions up to date. */
    void summarize() throws SQLException {
        try (Connection connection = open()) {
            call(connection, "SELECT summarize_brin(?)", now());
        }
    }

    @Override
    public List<Reading> readings() {
        return List.of(DROPPED.sampled("partitions_dropped_retention_total", dropped.sum(), "retention"));
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private Connection open() throws SQLException {
        return connector.open("tidemark-maintenance", STATEMENT_TIMEOUT);
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static List<String> call(Connection connection, String sql, OffsetDateTime now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, now);
            List<String> results = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    results.add(rows.getString(1));
                }
            }
            return results;
        }
    }
}
