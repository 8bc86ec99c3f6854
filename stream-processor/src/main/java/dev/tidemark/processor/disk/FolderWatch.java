package dev.tidemark.processor.disk;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.processor.health.Problem;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures folders every minute. What cannot be measured has no value, but a reason. A disk that is almost full is a problem. Thread-safe.
 */
public final class FolderWatch implements SampleSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private static final MetricDescriptor USED = MetricDescriptor.gauge(
            "folder_used_bytes",
            "Disk space that the files of a folder occupy: kafka (Kafka's data) or state (the state stores of this instance)."
                    + " Absent while unknown: see folder_unknown.",
            "folder");
    private static final MetricDescriptor FREE = MetricDescriptor.gauge(
            "folder_free_bytes",
            "Free space on the disk of a folder. Alert below twice storage_min_free_bytes. Absent while unknown: see"
                    + " folder_unknown.",
            "folder");
    private static final MetricDescriptor DISK = MetricDescriptor.gauge(
            "folder_disk_bytes",
            "The size of the disk of a folder. What is neither free nor in the folders on it or in the database (storage_used_bytes)"
                    + " belongs to others. Absent while unknown: see folder_unknown.",
            "folder");
    private static final MetricDescriptor UNKNOWN = MetricDescriptor.gauge(
            "folder_unknown",
            "1 while a folder cannot be measured, by reason: not_set (its path is not set, because it is on another machine),"
                    + " missing, unreadable, or not_measured (not yet).",
            "folder",
            "reason");

    private final Map<String, String> paths;
    private final long criticalBytes;
    private final Clock clock;
    private final Map<String, Measurement> measurements = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("folder-watch").factory());

    private sealed interface Measurement {
        /** @param criticalSince when the disk became almost full; {@link Instant#MAX} if it is not */
        record Known(FolderUse use, Instant criticalSince) implements Measurement {}

        record Unknown(FolderUse.Unknown reason) implements Measurement {}
    }

    /**
     * @param paths the path of each folder by its name; an empty path if the folder is on another machine
     * @param criticalBytes the free space below which a disk is a problem; 0 for none
     */
    public FolderWatch(Map<String, String> paths, long criticalBytes, Clock clock) {
        this.paths = new LinkedHashMap<>(paths);
        this.criticalBytes = criticalBytes;
        this.clock = clock;
    }

    /** Starts to measure. */
    public void start() {
        var unused = timer.scheduleWithFixedDelay(this::measure, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Measures each folder once. */
    void measure() {
        paths.forEach((name, path) -> {
            try {
                measurements.put(name, known(name, FolderUse.of(path)));
            } catch (FolderUse.UnknownException e) {
                Measurement before = measurements.put(name, new Measurement.Unknown(e.reason()));
                if (e.reason() != FolderUse.Unknown.NOT_SET && !(before instanceof Measurement.Unknown)) {
                    LOG.warn("The disk space of the folder {} is unknown: {}", name, e.getMessage());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private Measurement known(String name, FolderUse use) {
        if (use.freeBytes() >= criticalBytes) {
            return new Measurement.Known(use, Instant.MAX);
        }
        Instant before =
                measurements.get(name) instanceof Measurement.Known known ? known.criticalSince() : Instant.MAX;
        if (before.equals(Instant.MAX)) {
            LOG.warn("Almost full: {}", critical(name, use));
        }
        return new Measurement.Known(use, before.equals(Instant.MAX) ? clock.instant() : before);
    }

    private String critical(String name, FolderUse use) {
        return "the disk of " + paths.get(name) + " (" + name + ") has " + use.freeBytes()
                + " bytes free, less than the " + criticalBytes + " that are critical; its files occupy "
                + use.usedBytes() + " bytes" + others(name, use);
    }

    /** The other folders on the same disk, as the end of a sentence. */
    private String others(String name, FolderUse use) {
        StringBuilder told = new StringBuilder();
        on(use.disk()).forEach((other, otherUse) -> {
            if (!other.equals(name)) {
                told.append(", those of ")
                        .append(paths.get(other))
                        .append(" (")
                        .append(other)
                        .append(") ")
                        .append(otherUse.usedBytes());
            }
        });
        return told.append(", of ")
                .append(use.diskBytes())
                .append(" bytes of the whole disk")
                .toString();
    }

    /** The known folders on a disk. */
    private Map<String, FolderUse> on(Object disk) {
        Map<String, FolderUse> folders = new TreeMap<>();
        measurements.forEach((name, measurement) -> {
            if (measurement instanceof Measurement.Known(FolderUse use, Instant since)
                    && use.disk().equals(disk)) {
                folders.put(name, use);
            }
        });
        return folders;
    }

    /**
     * Who uses a disk, as the end of a sentence; empty if that is unknown.
     *
     * @param path a file or folder on the disk
     * @param databaseBytes the size of the database, which is on it
     */
    public String sharing(String path, long databaseBytes) {
        try {
            Path place = Path.of(path);
            FileStore store = Files.getFileStore(place);
            Map<String, FolderUse> folders = on(FolderUse.diskOf(place));
            long known = databaseBytes;
            StringBuilder told = new StringBuilder("; on this disk of ")
                    .append(store.getTotalSpace())
                    .append(" bytes, the database has ")
                    .append(databaseBytes);
            for (Map.Entry<String, FolderUse> folder : folders.entrySet()) {
                known += folder.getValue().usedBytes();
                told.append(", ")
                        .append(folder.getKey())
                        .append(" (")
                        .append(paths.get(folder.getKey()))
                        .append(") ")
                        .append(folder.getValue().usedBytes());
            }
            long rest = store.getTotalSpace() - store.getUnallocatedSpace() - known;
            return told.append(", and others have ").append(Math.max(0, rest)).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** A problem for each folder whose disk is almost full. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        paths.forEach((name, path) -> {
            if (measurements.get(name) instanceof Measurement.Known(FolderUse use, Instant since)
                    && !since.equals(Instant.MAX)) {
                problems.add(new Problem("disk", critical(name, use), since));
            }
        });
        return problems;
    }

    @Override
    public List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        paths.keySet().forEach(name -> {
            switch (measurements.get(name)) {
                case null -> samples.add(UNKNOWN.sample(1, name, "not_measured"));
                case Measurement.Unknown(FolderUse.Unknown reason) ->
                    samples.add(UNKNOWN.sample(1, name, reason.name().toLowerCase(Locale.ROOT)));
                case Measurement.Known(FolderUse use, Instant since) -> {
                    samples.add(USED.published(name + "_" + USED.name(), use.usedBytes(), name));
                    samples.add(FREE.published(name + "_" + FREE.name(), use.freeBytes(), name));
                    samples.add(DISK.sample(use.diskBytes(), name));
                }
            }
        });
        return samples;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
