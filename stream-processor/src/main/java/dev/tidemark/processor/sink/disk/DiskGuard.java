package dev.tidemark.processor.sink.disk;

import dev.tidemark.processor.meter.Meter;
import dev.tidemark.processor.meter.Reading;
import dev.tidemark.processor.meter.Readings;
import dev.tidemark.processor.sink.store.PartitionMaintenance;
import dev.tidemark.processor.sink.store.PostgresConnector;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops the oldest partitions of raw rows when the database has become too large, or its disk too full. Requests, logs and samples of
 * today stay, and so do all rollups: what is lost is detail of the past, and not the present. Any number of processes may run one.
 * Thread-safe.
 */
public final class DiskGuard implements Readings, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskGuard.class);
    private static final Duration EVERY = Duration.ofSeconds(20);
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);
    private static final String REASON = "disk";

    private static final Meter USED =
            Meter.gauge("storage_used_bytes", "The size of the database. Watch it against storage_limit_bytes.");
    private static final Meter LIMIT = Meter.gauge(
            "storage_limit_bytes", "How large the database may become before raw rows are dropped; 0 for no limit.");
    private static final Meter FREE = Meter.gauge(
            "storage_free_bytes",
            "Free space of PostgreSQL's disk, if it can be seen from here. Alert below twice storage_min_free_bytes.");
    private static final Meter MIN_FREE = Meter.gauge(
            "storage_min_free_bytes", "How much of the disk is to stay free before raw rows are dropped; 0 for none.");
    private static final Meter SHORT = Meter.gauge(
            "storage_short_bytes",
            "What is still to be freed when there is nothing left that may be dropped. Alert above 0: make the disk larger.");

    private final PostgresConnector connector;
    private final DiskSettings settings;
    private final FreeSpace freeSpace;
    private final Clock clock;
    private final DiskNeed need;
    private final LongAdder dropped = new LongAdder();
    private final LongAdder freed = new LongAdder();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("disk-guard").factory());
    private volatile long usedBytes;
    private volatile long shortBytes;

    /** @param freeSpace of the disk that the database is on */
    public DiskGuard(PostgresConnector connector, DiskSettings settings, FreeSpace freeSpace, Clock clock) {
        this.connector = connector;
        this.settings = settings;
        this.freeSpace = freeSpace;
        this.clock = clock;
        this.need = new DiskNeed(settings);
    }

    /** Looks from now on; what fails is tried again at the next time. The schema must be there. */
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
            LOG.warn("The disk of {} was not looked after, tried again in {}: {}", connector, every, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("The disk of {} was not looked after, tried again in {}", connector, every, e);
        }
    }

    /** Looks once, and drops what has to go. */
    public void run() throws SQLException {
        try (Connection connection = connector.open("tidemark-disk-guard", STATEMENT_TIMEOUT)) {
            usedBytes = RawPartitions.databaseBytes(connection);
            if (need.of(usedBytes, freeSpace.bytes()) == 0) {
                shortBytes = 0;
                return;
            }
            connection.setAutoCommit(false);
            RawPartitions.lock(connection);
            // Another process may have made room meanwhile.
            usedBytes = RawPartitions.databaseBytes(connection);
            free(connection, need.of(usedBytes, freeSpace.bytes()));
        }
    }

    private void free(Connection connection, long bytes) throws SQLException {
        long left = bytes;
        List<String> names = new ArrayList<>();
        for (RawPartitions.Partition partition : RawPartitions.before(connection, clock.instant())) {
            if (left <= 0) {
                break;
            }
            RawPartitions.drop(connection, partition);
            names.add(partition.name());
            left -= partition.bytes();
        }
        connection.commit();
        dropped.add(names.size());
        freed.add(bytes - left);
        usedBytes -= bytes - left;
        if (!names.isEmpty()) {
            LOG.warn("Dropped the partitions {} ({} bytes): {}", names, bytes - left, state());
        }
        if (left > 0 && shortBytes == 0) {
            LOG.error("{} bytes are still to be freed, and no raw rows before today are left: {}", left, state());
        }
        shortBytes = Math.max(0, left);
    }

    private String state() {
        OptionalLong free = freeSpace.bytes();
        return "the database has " + usedBytes + " bytes"
                + (settings.maxBytes() == 0 ? "" : " of " + settings.maxBytes() + " (tidemark.storage.max.bytes)")
                + (free.isEmpty()
                        ? ""
                        : ", and its disk " + free.getAsLong() + " free, where " + settings.minFreeBytes()
                                + " are to stay so (tidemark.storage.min.free.bytes)");
    }

    @Override
    public List<Reading> readings() {
        List<Reading> readings = new ArrayList<>(List.of(
                PartitionMaintenance.DROPPED.sampled("partitions_dropped_disk_total", dropped.sum(), REASON),
                PartitionMaintenance.FREED.sampled("storage_freed_disk_bytes_total", freed.sum(), REASON),
                USED.sampled(USED.name(), usedBytes),
                LIMIT.reading(settings.maxBytes()),
                SHORT.sampled(SHORT.name(), shortBytes)));
        freeSpace.bytes().ifPresent(bytes -> {
            readings.add(FREE.sampled(FREE.name(), bytes));
            readings.add(MIN_FREE.reading(settings.minFreeBytes()));
        });
        return readings;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
