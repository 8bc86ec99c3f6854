package dev.tidemark.query.history;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.metrics.RollupCollector;
import dev.tidemark.query.samples.SampleReading;
import dev.tidemark.query.samples.SampleReadings;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.metric.Gauge;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The newest gauges of hosts, JVMs, PostgreSQL and Redis. One that is too old to describe the present is absent. */
@Singleton
final class SampleGauges implements RollupCollector {
    /** The most series of a type; those that were read last come first. */
    private static final int MOST_SERIES = 5_000;

    /** Nothing is read less often than each 4 min, but for the keys of a large Redis. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Twice the time between two readings of statements. */
    private static final Duration USUAL = Duration.ofMinutes(1);

    private static final int BYTES_OF_READING = 400;

    private static final List<MetricType> TYPES =
            List.of(MetricType.SYSTEM, MetricType.POSTGRES, MetricType.REDIS, MetricType.CACHE);

    private static final Map<String, Gauge> GAUGES =
            Arrays.stream(Gauge.values()).collect(Collectors.toUnmodifiableMap(Gauge::wireName, Function.identity()));

    private final SampleReadings readings;
    private final Clock clock;
    private final AnswerCache<MetricType, List<SampleReading>> cache;

    SampleGauges(SampleReadings readings, Clock clock, AnswerCaches caches) {
        this.readings = readings;
        this.clock = clock;
        this.cache = caches.create("gauges", Duration.ofSeconds(5), newest -> BYTES_OF_READING * (long) newest.size());
    }

    @Override
    public MetricSnapshots collect() {
        Map<ExposedGauge, Map<Labels, SampleReading>> gauges = new HashMap<>();
        for (MetricType type : TYPES) {
            List<SampleReading> newest = cache.get(type, () -> readings.newest(type.wireName(), LONGEST, MOST_SERIES));
            Instant now = clock.instant();
            newest.stream()
                    .filter(reading -> Double.isFinite(reading.value()))
                    .filter(reading -> !reading.at().isBefore(now.minus(lifetime(type, reading.name()))))
                    .forEach(reading -> gauges.computeIfAbsent(
                                    ExposedGauge.of(type.wireName(), reading.name()), gauge -> new HashMap<>())
                            // Several applications report the same host: the newest counts.
                            .merge(labels(type, reading), reading, (a, b) -> a.at().isBefore(b.at()) ? b : a));
        }
        return new MetricSnapshots(gauges.entrySet().stream()
                .map(gauge -> snapshot(gauge.getKey(), gauge.getValue()))
                .toList());
    }

    /** How long a reading describes the present. */
    private static Duration lifetime(MetricType type, String name) {
        if (type == MetricType.SYSTEM) {
            Gauge gauge = GAUGES.get(name);
            return gauge == null ? USUAL : gauge.frequency().lifetime();
        }
        boolean rare = type == MetricType.CACHE
                || Stream.of("table_", "index", "db_size", "database_size").anyMatch(name::startsWith);
        return rare ? LONGEST : USUAL;
    }

    /** A host is the same whoever reports it; what the collector read is told apart by the server. */
    private static Labels labels(MetricType type, SampleReading reading) {
        Map<String, String> labels = new TreeMap<>();
        reading.labels().forEach((name, value) -> labels.put(PrometheusNaming.sanitizeLabelName(name), value));
        if (type != MetricType.SYSTEM) {
            labels.put("server", String.valueOf(reading.instance()));
            return Labels.of(
                    labels.keySet().toArray(String[]::new), labels.values().toArray(String[]::new));
        }
        Gauge gauge = GAUGES.get(reading.name());
        if (gauge == null || gauge.isOfInstance()) {
            labels.put("service_name", reading.service());
            if (reading.instance() != null) {
                labels.put("service_instance_id", reading.instance());
            }
        }
        return Labels.of(labels.keySet().toArray(String[]::new), labels.values().toArray(String[]::new));
    }

    private static MetricSnapshot snapshot(ExposedGauge gauge, Map<Labels, SampleReading> series) {
        String help = "Newest value of " + series.values().iterator().next().name() + ", as Tidemark stored it.";
        if (gauge.counts()) {
            CounterSnapshot.Builder counter =
                    CounterSnapshot.builder().name(gauge.name()).help(help);
            series.forEach((labels, reading) -> counter.dataPoint(CounterDataPointSnapshot.builder()
                    .labels(labels)
                    .value(Math.max(0, reading.value() * gauge.factor()))
                    .build()));
            return counter.build();
        }
        GaugeSnapshot.Builder snapshot =
                GaugeSnapshot.builder().name(gauge.name()).help(help);
        series.forEach((labels, reading) -> snapshot.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value(reading.value() * gauge.factor())
                .build()));
        return snapshot.build();
    }
}
