package dev.tidemark.processor.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of the process in Prometheus's text format 0.0.4, or in OpenMetrics 1.0 for those who ask for it: the readings of its
 * parts, and the basics of the JVM. Thread-safe.
 */
public final class Exposition {
    private static final Logger LOG = LoggerFactory.getLogger(Exposition.class);

    private final List<Readings> parts = new CopyOnWriteArrayList<>();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormatWriter prometheus = PrometheusTextFormatWriter.create();
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();

    public Exposition() {
        JvmMetrics.builder().register(registry);
        registry.register((MultiCollector) this::snapshots);
    }

    /** Tells these from now on. Readings of the same meter with the same labels are told as their sum. */
    public void add(Readings readings) {
        parts.add(readings);
    }

    /** Tells this from now on. */
    public void register(Collector collector) {
        registry.register(collector);
    }

    /** @param accept what the client accepts, as HTTP says it */
    public String contentType(@Nullable String accept) {
        return writer(accept).getContentType();
    }

    public void write(@Nullable String accept, OutputStream out) throws IOException {
        writer(accept).write(out, registry.scrape());
    }

    private ExpositionFormatWriter writer(@Nullable String accept) {
        return accept != null && openMetrics.accepts(accept) ? openMetrics : prometheus;
    }

    private MetricSnapshots snapshots() {
        Map<Meter, Map<List<String>, Double>> byMeter = new LinkedHashMap<>();
        for (Readings part : parts) {
            for (Reading reading : readings(part)) {
                byMeter.computeIfAbsent(reading.meter(), meter -> new LinkedHashMap<>())
                        .merge(reading.labels(), reading.value(), Double::sum);
            }
        }
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        byMeter.forEach((meter, values) -> snapshots.metricSnapshot(snapshot(meter, values)));
        return snapshots.build();
    }

    /** The fault of one part hides no other. */
    private static List<Reading> readings(Readings part) {
        try {
            return part.readings();
        } catch (RuntimeException e) {
            LOG.warn("the metrics of {} cannot be read", part, e);
            return List.of();
        }
    }

    private static MetricSnapshot snapshot(Meter meter, Map<List<String>, Double> values) {
        String name = Meter.PREFIX + meter.name();
        if (meter.counts()) {
            // The writer puts _total there again.
            CounterSnapshot.Builder counter = CounterSnapshot.builder()
                    .name(name.substring(0, name.length() - "_total".length()))
                    .help(meter.help());
            values.forEach((labels, value) -> counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                    .value(value)
                    .labels(Labels.of(meter.labels(), labels))
                    .build()));
            return counter.build();
        }
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(meter.help());
        values.forEach((labels, value) -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .value(value)
                .labels(Labels.of(meter.labels(), labels))
                .build()));
        return gauge.build();
    }
}
