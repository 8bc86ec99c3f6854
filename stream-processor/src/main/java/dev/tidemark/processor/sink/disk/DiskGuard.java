package dev.tidemark.processor.sink.disk;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.processor.health.Problem;
import dev.tidemark.processor.sink.partition.PartitionDrops;
import dev.tidemark.processor.sink.postgres.PostgresConnector;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops the oldest partitions of raw rows when the database is too large or its disk too full; when none are left, those of the 10 s
 * windows, then of the 1 min windows. Today's rows and the windows of 1 h are kept, so only details of the past are lost. Says who else
 * fills the disk. Any number of processes may run one. Thread-safe.
 */
public final class DiskGuard implements SampleSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskGuard.class);
    private static final Duration EVERY = Duration.ofSeconds(20);
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

    private static final MetricDescriptor USED = MetricDescriptor.gauge(
            "storage_used_bytes", "The size of the database. Compare it with storage_limit_bytes.");
    private static final MetricDescriptor LIMIT = MetricDescriptor.gauge(
            "storage_limit_bytes", "The database size above which the oldest rows are dropped; 0 for no limit.");
    private static final MetricDescriptor FREE = MetricDescriptor.gauge(
            "storage_free_bytes",
            "Free space on PostgreSQL's disk, if it is visible from here. Alert below twice storage_min_free_bytes.");
    private static final MetricDescriptor MIN_FREE = MetricDescriptor.gauge(
            "storage_min_free_bytes",
            "The free space on the disk below which the oldest rows are dropped; 0 for no limit.");
    private static final MetricDescriptor SHORT = MetricDescriptor.gauge(
            "storage_short_bytes",
            "Bytes still to be freed after the last check, because no droppable partition is left or dropping failed: see"
                    + " partitions_drop_failures_total. Alert above 0: enlarge the disk, or end long-running readers.");

    private final PostgresConnector connector;
    private final DiskSettings settings;
    private final FreeSpace freeSpace;
    private final DiskSharing sharing;
    private final InstantSource clock;
    private final InstantSource steady;
    private final DiskNeed need;
    private final PartitionDrops drops = new PartitionDrops("disk", true);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("disk-guard").factory());
    private volatile long usedBytes;
    private volatile long shortBytes;
    private volatile @Nullable Problem problem;

    /** A guard of a disk about whose other users nothing is known. */
    public DiskGuard(PostgresConnector connector, DiskSettings settings, FreeSpace freeSpace, InstantSource clock) {
        this(connector, settings, freeSpace, DiskSharing.UNKNOWN, clock, clock);
    }

    /**
     * @param freeSpace the free space of the database's disk
     * @param sharing who uses the database's disk
     * @param clock decides which day is today, whose rows are kept
     * @param steady the time by the machine's uptime; its day is kept, too
     */
    public DiskGuard(
            PostgresConnector connector,
            DiskSettings settings,
            FreeSpace freeSpace,
            DiskSharing sharing,
            InstantSource clock,
            InstantSource steady) {
        this.sharing = sharing;
        this.connector = connector;
        this.settings = settings;
        this.freeSpace = freeSpace;
        this.clock = clock;
        this.steady = steady;
        this.need = new DiskNeed(settings);
    }

    /** Starts regular checks; a failed one is retried at the next interval. The schema must exist. */
    public void start() {
        start(EVERY);
    }

    void start(Duration every) {
        timer.scheduleWithFixedDelay(() -> runSafely(every), 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void runSafely(Duration every) {
        try {
            run();
        } catch (SQLException e) {
            LOG.warn(
                    "The disk of {} could not be checked; the next attempt is in {}: {}",
                    connector,
                    every,
                    e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("The disk of {} could not be checked; the next attempt is in {}", connector, every, e);
        }
    }

    /**
     * Checks once, and drops as many partitions as needed, each on its own. Partitions that cannot be dropped are skipped.
     *
     * @throws SQLException if the check failed, or another process drops or creates partitions for too long
     */
    public synchronized void run() throws SQLException {
        try (Connection connection = connector.open("tidemark-disk-guard", STATEMENT_TIMEOUT)) {
            if (need(connection) == 0) {
                isShort(0, "");
                return;
            }
            PartitionDrops.Turn turn = drops.takeTurn(connection);
            // Another process may have freed space in the meantime.
            free(connection, turn, need(connection));
        } catch (SQLException e) {
            // Uses the last known figures, which may date from the previous check.
            isShort(
                    need.of(usedBytes, freeSpace.bytes()),
                    PartitionDrops.isInUse(e)
                            ? "another process drops or creates partitions"
                            : String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private long need(Connection connection) throws SQLException {
        usedBytes = RawPartitions.databaseBytes(connection);
        return need.of(usedBytes, freeSpace.bytes());
    }

    private void free(Connection connection, PartitionDrops.Turn turn, long bytes) throws SQLException {
        long left = bytes;
        List<String> names = new ArrayList<>();
        try {
            for (PartitionDrops.Partition partition :
                    RawPartitions.before(connection, clock.instant(), steady.instant())) {
                if (left <= 0) {
                    break;
                }
                OptionalLong freed = turn.dropUnlessEmpty(partition);
                if (freed.isPresent()) {
                    names.add(partition.name());
                    left -= freed.getAsLong();
                    usedBytes -= freed.getAsLong();
                }
            }
        } finally {
            // Logs these even if a failure stopped the rest.
            if (!names.isEmpty()) {
                LOG.warn("Dropped the partitions {} ({} bytes): {}", names, bytes - left, state());
            }
        }
        String obstacles = obstacles(turn.failures());
        if (left > 0 && shortBytes == 0) {
            LOG.error("{} bytes are still to be freed, and {}: {}", left, obstacles, state());
        } else if (!turn.failures().isEmpty()) {
            LOG.warn("Skipped: {}", obstacles);
        }
        isShort(Math.max(0, left), names.isEmpty() ? obstacles : "");
    }

    private static String obstacles(Map<String, SQLException> failures) {
        return failures.isEmpty()
                ? "no raw rows, 10 s windows or 1 min windows before today are left"
                : failures.entrySet().stream()
                        .map(failure -> failure.getKey()
                                + (PartitionDrops.isInUse(failure.getValue())
                                        ? " is in use"
                                        : " could not be dropped: "
                                                + failure.getValue().getMessage()))
                        .collect(Collectors.joining(", "));
    }

    /** @param obstacles why nothing was dropped; empty if anything was */
    private void isShort(long bytes, String obstacles) {
        shortBytes = bytes;
        Problem before = problem;
        problem = bytes == 0 || obstacles.isEmpty()
                ? null
                : new Problem(
                        "disk",
                        bytes + " bytes must be freed, and " + obstacles + "; " + state(),
                        before == null ? clock.instant() : before.since());
    }

    /** A problem if the disk is too full or the database too large, and the last check could drop nothing. */
    public List<Problem> problems() {
        Problem now = problem;
        return now == null ? List.of() : List.of(now);
    }

    private String state() {
        OptionalLong free = freeSpace.bytes();
        return "the database has " + usedBytes + " bytes"
                + (settings.maxBytes() == 0 ? "" : " of " + settings.maxBytes() + " (tidemark.storage.max-bytes)")
                + (free.isEmpty()
                        ? ""
                        : ", and its disk has " + free.getAsLong() + " bytes free of the " + settings.minFreeBytes()
                                + " to keep free (tidemark.storage.min-free-bytes)"
                                + sharing.of(usedBytes));
    }

    @Override
    public List<Sample> samples() {
        List<Sample> samples = new ArrayList<>(drops.samples());
        samples.addAll(List.of(
                USED.published(USED.name(), usedBytes),
                LIMIT.sample(settings.maxBytes()),
                SHORT.published(SHORT.name(), shortBytes)));
        freeSpace.bytes().ifPresent(bytes -> {
            samples.add(FREE.published(FREE.name(), bytes));
            samples.add(MIN_FREE.sample(settings.minFreeBytes()));
        });
        return samples;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
