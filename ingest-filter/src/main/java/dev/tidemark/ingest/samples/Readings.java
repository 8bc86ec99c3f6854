package dev.tidemark.ingest.samples;

import dev.tidemark.ingest.SampleSource;
import dev.tidemark.ingest.settings.Hosts;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.metric.Gauge;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

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

    /** Forwards a reading of one of several things, such as a disk, whose name is the value of the gauge's label. */
    void put(Gauge gauge, String item, double value) {
        String label = Objects.requireNonNull(gauge.label(), gauge.wireName());
        sink.sample(MetricType.SYSTEM, gauge.wireName(), value, Map.of("host", Hosts.name(), label, item));
    }

    /** Skips an unknown value. */
    void put(Gauge gauge, OptionalDouble value) {
        value.ifPresent(known -> put(gauge, known));
    }

    /** Skips an unknown value. */
    void put(Gauge gauge, String item, OptionalDouble value) {
        value.ifPresent(known -> put(gauge, item, known));
    }

    void putMegabytes(Gauge gauge, long bytes) {
        put(gauge, bytes / MIB);
    }

    void putMegabytes(Gauge gauge, String item, long bytes) {
        put(gauge, item, bytes / MIB);
    }

    void putGigabytes(Gauge gauge, long bytes) {
        put(gauge, bytes / GIB);
    }

    void putGigabytes(Gauge gauge, String item, long bytes) {
        put(gauge, item, bytes / GIB);
    }

    /** Skips a reading whose whole is zero. */
    void putPercent(Gauge gauge, long part, long whole) {
        if (whole > 0) {
            put(gauge, 100.0 * part / whole);
        }
    }

    /** Skips a reading whose whole is zero. */
    void putPercent(Gauge gauge, String item, long part, long whole) {
        if (whole > 0) {
            put(gauge, item, 100.0 * part / whole);
        }
    }
}
