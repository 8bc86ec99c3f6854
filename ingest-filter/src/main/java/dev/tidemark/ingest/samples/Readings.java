package dev.tidemark.ingest.samples;

import dev.tidemark.ingest.SampleSource;
import dev.tidemark.ingest.settings.Hosts;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.metric.Gauge;
import java.util.Map;

/** Forwards readings in the units that the gauges' names promise. */
final class Readings {
    private static final Map<String, String> HOST = Map.of("host", Hosts.name());
    private static final double MIB = 1024.0 * 1024;
    private static final double GIB = 1024 * MIB;

    private final SampleSource.Sink sink;

    Readings(SampleSource.Sink sink) {
        this.sink = sink;
    }

    void put(Gauge gauge, double value) {
        sink.sample(MetricType.SYSTEM, gauge.wireName(), value, HOST);
    }

    void putMegabytes(Gauge gauge, long bytes) {
        put(gauge, bytes / MIB);
    }

    void putGigabytes(Gauge gauge, long bytes) {
        put(gauge, bytes / GIB);
    }

    /** Skips a reading whose whole is zero. */
    void putPercent(Gauge gauge, long part, long whole) {
        if (whole > 0) {
            put(gauge, 100.0 * part / whole);
        }
    }

    void putMount(String mount, long used, long usable, long total) {
        Map<String, String> metadata = Map.of("host", Hosts.name(), "mount", mount);
        sink.sample(MetricType.SYSTEM, Gauge.MOUNT_USED_GB.wireName(), used / GIB, metadata);
        sink.sample(MetricType.SYSTEM, Gauge.MOUNT_TOTAL_GB.wireName(), total / GIB, metadata);
        if (used + usable > 0) {
            double percent = 100.0 * used / (used + usable);
            sink.sample(MetricType.SYSTEM, Gauge.MOUNT_PERCENT.wireName(), percent, metadata);
        }
    }
}
