package dev.tidemark.metrics;

import java.util.List;

/**
 * Describes a metric. Names follow Prometheus: base units, {@code _total} at the end of a counter.
 *
 * @param name the name, without the prefix of the process
 * @param counts whether it is a counter, which never decreases while the process runs
 * @param help its meaning, and when to alert
 * @param labels the names of its labels, which have few values: never a service or a route
 */
public record MetricDescriptor(String name, boolean counts, String help, List<String> labels) {
    public MetricDescriptor {
        if (counts != name.endsWith("_total")) {
            throw new IllegalArgumentException("metric " + name + ": expected _total at the end of a counter only");
        }
        labels = List.copyOf(labels);
    }

    /** A value that never decreases while the process runs. */
    public static MetricDescriptor counter(String name, String help, String... labels) {
        return new MetricDescriptor(name, true, help, List.of(labels));
    }

    /** A value that goes up and down. */
    public static MetricDescriptor gauge(String name, String help, String... labels) {
        return new MetricDescriptor(name, false, help, List.of(labels));
    }

    /** A value exposed to Prometheus but not published on the samples topic. */
    public Sample sample(double value, String... labelValues) {
        return new Sample(this, List.of(labelValues), value, "");
    }

    /** A value exposed to Prometheus and published as {@code sample} on the samples topic. */
    public Sample published(String sample, double value, String... labelValues) {
        return new Sample(this, List.of(labelValues), value, sample);
    }
}
