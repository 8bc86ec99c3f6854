package dev.tidemark.processor.sink.partition;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.processor.sink.clock.SteadyClock;
import dev.tidemark.processor.sink.postgres.PostgresConnector;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates partitions ahead, drops those whose retention has passed and deletes unused labels: at startup and every
 * hour. Summarizes the BRIN indexes every minute. Any number of processes may run it at the same time.
 */
public final class PartitionMaintenance implements SampleSource, AutoCloseable {
    private static final MetricDescriptor FAILED = MetricDescriptor.counter(
            "maintenance_failures_total",
            "Failed steps of the hourly maintenance: publish the retention, drop expired partitions, create partitions ahead, delete unused labels."
                    + " Each step runs even if another fails, and all are retried a minute later; the log has the cause. Alert if"
                    + " it keeps rising.",
            "step");

    private static final MetricDescriptor LABELS_DELETED = MetricDescriptor.counter(
            "labels_deleted_total",
            "Deleted services, instances, endpoints, label sets, metrics and calls that no row could point at any more.");

    private static final Logger log = LoggerFactory.getLogger(PartitionMaintenance.class);
    private static final Duration EVERY = Duration.ofHours(1);
    /** If this machine's clock and PostgreSQL's differ by more, nothing is dropped. */
    private static final Duration CLOCKS_APART = Duration.ofHours(1);

    private static final int LABELS_AT_ONCE = 10_000;

    private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(2);

    private final PostgresConnector connector;
    private final RetentionSettings retention;
    private final SteadyClock clock;
    private final DatabaseTime databaseTime;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("partition-maintenance").daemon(true).factory());
    private final ExpiredPartitions expired;
    private final Map<Step, LongAdder> failed = new EnumMap<>(Step.class);
    private final LongAdder labelsDeleted = new LongAdder();
    /** By {@link System#nanoTime}, which no clock setting changes. */
    private long dueNanos = System.nanoTime();

    public PartitionMaintenance(PostgresConnector connector, RetentionSettings retention, Clock clock) {
        this(connector, retention, new SteadyClock(clock));
    }

    public PartitionMaintenance(PostgresConnector connector, RetentionSettings retention, SteadyClock clock) {
        this(connector, retention, clock, PartitionMaintenance::databaseTime);
    }

    PartitionMaintenance(
            PostgresConnector connector, RetentionSettings retention, SteadyClock clock, DatabaseTime databaseTime) {
        this.connector = connector;
        this.retention = retention;
        this.expired = new ExpiredPartitions(retention);
        this.clock = clock;
        this.databaseTime = databaseTime;
        for (Step step : Step.values()) {
            failed.put(step, new LongAdder());
        }
    }

    private enum Step {
        RETENTION,
        DROP,
        MAKE,
        LABELS
    }

    /** PostgreSQL's clock. */
    @FunctionalInterface
    interface DatabaseTime {
        Instant now(Connection connection) throws SQLException;
    }

    @FunctionalInterface
    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    /** Reads the clock, and starts the schedule; failures are retried a minute later. */
    public void start() {
        try {
            readClock();
        } catch (SQLException e) {
            log.warn(
                    "The time at {} could not be read; the next attempt is in a minute: {}", connector, e.getMessage());
        }
        executor.scheduleWithFixedDelay(this::runIfDue, 0, 1, TimeUnit.MINUTES);
    }

    private void runIfDue() {
        try {
            if (System.nanoTime() - dueNanos < 0) {
                readClock();
                summarize();
            } else {
                run();
                dueNanos = System.nanoTime() + EVERY.toNanos();
            }
        } catch (SQLException e) {
            log.warn("Maintenance of {} failed and is retried in a minute: {}", connector, messages(e));
        } catch (RuntimeException e) {
            log.error("Maintenance of {} failed and is retried in a minute", connector, e);
        }
    }

    /**
     * Runs all steps once. Each step runs in a session of its own, even if another fails. The retention is published first, so that
     * readers do not look for rows that are dropped next; dropping follows, because on a full disk it makes room for the rest. A drop
     * cannot be undone, so nothing is dropped or deleted that is not due by the {@link SteadyClock}, too, or while the clock differs much
     * from PostgreSQL's.
     *
     * @throws SQLException the failure of the first step that failed, with those of later steps suppressed
     */
    public void run() throws SQLException {
        OffsetDateTime now = now();
        List<SQLException> failures = new ArrayList<>();
        attempt(Step.RETENTION, failures, this::writeRetention);
        attempt(Step.DROP, failures, connection -> {
            requireSameTime(connection, now);
            expired.drop(connection, clock.read(connection));
        });
        attempt(Step.MAKE, failures, connection -> call(connection, "SELECT ensure_partitions(?)", now));
        attempt(Step.LABELS, failures, connection -> {
            // Again, in case the first step failed: it decides which labels are still in use.
            writeRetention(connection);
            requireSameTime(connection, now);
            deleteUnusedLabels(connection, utc(clock.read(connection).earlier()));
        });
        if (!failures.isEmpty()) {
            SQLException first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    private void attempt(Step step, List<SQLException> failures, Work work) {
        try (Connection connection = open()) {
            work.on(connection);
        } catch (SQLException e) {
            Objects.requireNonNull(failed.get(step)).increment();
            failures.add(e);
        }
    }

    private void requireSameTime(Connection connection, OffsetDateTime now) throws SQLException {
        Instant theirs = databaseTime.now(connection);
        if (Duration.between(now.toInstant(), theirs).abs().compareTo(CLOCKS_APART) > 0) {
            throw new SQLException("this machine's clock says " + now + ", PostgreSQL's " + theirs
                    + ": expected them at most " + CLOCKS_APART + " apart; nothing is dropped until the clocks agree");
        }
    }

    private static Instant databaseTime(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT now()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    /** In batches, because a sink that marks one of these labels as used waits for the batch to end. */
    private void deleteUnusedLabels(Connection connection, OffsetDateTime now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT delete_unused_labels(?, ?)")) {
            statement.setObject(1, now);
            statement.setInt(2, LABELS_AT_ONCE);
            long deleted;
            do {
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    deleted = row.getLong(1);
                    labelsDeleted.add(deleted);
                }
            } while (deleted > 0);
        }
    }

    private void readClock() throws SQLException {
        try (Connection connection = open()) {
            clock.read(connection);
        }
    }

    private void writeRetention(Connection connection) throws SQLException {
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
    }

    /** Summarizes the BRIN indexes of today's partitions. */
    void summarize() throws SQLException {
        try (Connection connection = open()) {
            call(connection, "SELECT summarize_brin(?)", now());
        }
    }

    @Override
    public List<Sample> samples() {
        List<Sample> samples = new ArrayList<>(expired.samples());
        samples.addAll(clock.samples());
        failed.forEach((step, n) ->
                samples.add(FAILED.published(FAILED.name(), n.sum(), step.name().toLowerCase(Locale.ROOT))));
        samples.add(LABELS_DELETED.published(LABELS_DELETED.name(), labelsDeleted.sum()));
        return samples;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private static String messages(SQLException e) {
        return Stream.concat(Stream.of(e), Stream.of(e.getSuppressed()))
                .map(Throwable::getMessage)
                .collect(Collectors.joining("; "));
    }

    private Connection open() throws SQLException {
        return connector.open("tidemark-maintenance", STATEMENT_TIMEOUT);
    }

    private OffsetDateTime now() {
        return utc(clock.clock().instant());
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
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
