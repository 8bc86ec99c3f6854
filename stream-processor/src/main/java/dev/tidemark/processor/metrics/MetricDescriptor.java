package dev.tidemark.processor.metrics;

import java.util.List;

/**
 * What is counted or measured. Names are Prometheus's: base units, {@code _total} at the end of a counter.
 *
 * @param name the name, without {@link #PREFIX}
 * @param counts whether it only rises while the process lives
 * @param help what it means, and when to alert
 * @param labels the names of its labels, whose values are few: never a service or a route
 */
public record MetricDescriptor(String name, boolean counts, String help, List<String> labels) {
    /** What stands before each name where it is exposed or published. */
    public static final String PREFIX = "tidemark_processor_";

    public MetricDescriptor {
        if (counts != name.endsWith("_total")) {
            throw new IllegalArgumentException("meter " + name + ": expected _total at the end of a counter only");
        }
        labels = List.copyOf(labels);
    }

    /** What only rises while the process lives. */
    public static MetricDescriptor counter(String name, String help, String... labels) {
        return new MetricDescriptor(name, true, help, List.of(labels));
    }

    /** What goes up and down. */
    public static MetricDescriptor gauge(String name, String help, String... labels) {
        return new MetricDescriptor(name, false, help, List.of(labels));
    }

    /** A value that is exposed, and not published as a sample. */
    public Sample sample(double value, String... labelValues) {
        return new Sample(this, List.of(labelValues), value, "");
    }

    /** A value that is exposed, and published as the sample {@code sample}. */
    public Sample published(String sample, double value, String... labelValues) {
        return new Sample(this, List.of(labelValues), value, sample);
    }
}
