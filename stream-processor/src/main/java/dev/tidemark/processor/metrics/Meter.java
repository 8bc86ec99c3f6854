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
public record Meter(String name, boolean counts, String help, List<String> labels) {
    /** What stands before each name where it is exposed or published. */
    public static final String PREFIX = "tidemark_processor_";

    public Meter {
        if (counts != name.endsWith("_total")) {
            throw new IllegalArgumentException("meter " + name + ": expected _total at the end of a counter only");
        }
        labels = List.copyOf(labels);
    }

    /** What only rises while the process lives. */
    public static Meter counter(String name, String help, String... labels) {
        return new Meter(name, true, help, List.of(labels));
    }

    /** What goes up and down. */
    public static Meter gauge(String name, String help, String... labels) {
        return new Meter(name, false, help, List.of(labels));
    }

    /** A value that is exposed, and not published as a sample. */
    public Reading reading(double value, String... labelValues) {
        return new Reading(this, List.of(labelValues), value, "");
    }

    /** A value that is exposed, and published as the sample {@code sample}. */
    public Reading sampled(String sample, double value, String... labelValues) {
        return new Reading(this, List.of(labelValues), value, sample);
    }
}
