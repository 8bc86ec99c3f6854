package dev.tidemark.processor.disk;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.processor.health.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        return new Measurement.Known(use, before.equals(Instant.MAX) ? clock.instant() : before);
    }

    /** A problem for each folder whose disk is almost full. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        paths.forEach((name, path) -> {
            if (measurements.get(name) instanceof Measurement.Known(FolderUse use, Instant since)
                    && !since.equals(Instant.MAX)) {
                problems.add(new Problem(
                        "disk",
                        "the disk of " + path + " (" + name + ") has " + use.freeBytes() + " bytes free, less than the "
                                + criticalBytes + " that are critical; its files occupy " + use.usedBytes() + " bytes",
                        since));
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
