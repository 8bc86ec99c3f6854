package dev.tidemark.metrics;

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
 * Writes the metrics of the process and of its JVM in Prometheus's text format 0.0.4, or in OpenMetrics 1.0 if the client asks for it.
 * Thread-safe.
 */
public final class PrometheusExporter {
    private static final Logger LOG = LoggerFactory.getLogger(PrometheusExporter.class);

    private final List<SampleSource> parts = new CopyOnWriteArrayList<>();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormatWriter prometheus = PrometheusTextFormatWriter.create();
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();

    private final String prefix;

    /** @param prefix the beginning of the names of all metrics except the JVM's */
    public PrometheusExporter(String prefix) {
        this.prefix = prefix;
        JvmMetrics.builder().register(registry);
        registry.register((MultiCollector) this::snapshots);
    }

    private PrometheusExporter(List<? extends MultiCollector> collectors) {
        this.prefix = "";
        collectors.forEach(registry::register);
    }

    /** An exporter of these collectors only. */
    public static PrometheusExporter of(List<? extends MultiCollector> collectors) {
        return new PrometheusExporter(collectors);
    }

    /** Adds a source. Samples of the same metric with the same labels are added up. */
    public void add(SampleSource samples) {
        parts.add(samples);
    }

    /** Adds a collector. */
    public void register(Collector collector) {
        registry.register(collector);
    }

    /** @param accept the request header {@code Accept} */
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
        Map<MetricDescriptor, Map<List<String>, Double>> byDescriptor = new LinkedHashMap<>();
        for (SampleSource part : parts) {
            for (Sample sample : samples(part)) {
                byDescriptor
                        .computeIfAbsent(sample.descriptor(), descriptor -> new LinkedHashMap<>())
                        .merge(sample.labels(), sample.value(), Double::sum);
            }
        }
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        byDescriptor.forEach((descriptor, values) -> snapshots.metricSnapshot(snapshot(descriptor, values)));
        return snapshots.build();
    }

    /** A failing source does not hide the others. */
    private static List<Sample> samples(SampleSource part) {
        try {
            return part.samples();
        } catch (RuntimeException e) {
            LOG.warn("metrics of {} could not be read", part, e);
            return List.of();
        }
    }

    private MetricSnapshot snapshot(MetricDescriptor descriptor, Map<List<String>, Double> values) {
        String name = prefix + descriptor.name();
        if (descriptor.counts()) {
            // The writer appends _total again.
            CounterSnapshot.Builder counter = CounterSnapshot.builder()
                    .name(name.substring(0, name.length() - "_total".length()))
                    .help(descriptor.help());
            values.forEach((labels, value) -> counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                    .value(value)
                    .labels(Labels.of(descriptor.labels(), labels))
                    .build()));
            return counter.build();
        }
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(descriptor.help());
        values.forEach((labels, value) -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .value(value)
                .labels(Labels.of(descriptor.labels(), labels))
                .build()));
        return gauge.build();
    }
}
