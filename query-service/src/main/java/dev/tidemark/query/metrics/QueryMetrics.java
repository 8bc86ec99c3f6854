package dev.tidemark.query.metrics;

import dev.tidemark.metrics.PrometheusExporter;
import dev.tidemark.metrics.SampleSource;
import io.micronaut.context.annotation.Factory;
import io.prometheus.metrics.model.registry.Collector;
import jakarta.inject.Singleton;
import java.util.List;

/** Joins the metrics of all parts: being a bean is enough. */
@Factory
public final class QueryMetrics {
    /** The prefix of each name. */
    public static final String PREFIX = "tidemark_query_";

    @Singleton
    PrometheusExporter exporter(List<SampleSource> parts, List<Collector> collectors) {
        PrometheusExporter exporter = new PrometheusExporter(PREFIX);
        parts.forEach(exporter::add);
        collectors.forEach(exporter::register);
        return exporter;
    }
}
