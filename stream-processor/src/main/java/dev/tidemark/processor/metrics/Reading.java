package dev.tidemark.processor.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One value of a meter.
 *
 * @param labels the values of the meter's labels, in their order
 * @param sample the name under which it is published on the samples topic, without {@link Meter#PREFIX}; empty if it is not.
 *     Readings of the same name are published as their sum
 */
public record Reading(Meter meter, List<String> labels, double value, String sample) {

    public Reading {
        if (labels.size() != meter.labels().size()) {
            throw new IllegalArgumentException(
                    "labels " + labels + " of " + meter.name() + ": expected values of " + meter.labels());
        }
    }

    /** What of {@code readings} is published as samples, by name. */
    public static Map<String, Long> samples(List<Reading> readings) {
        Map<String, Long> samples = new LinkedHashMap<>();
        for (Reading reading : readings) {
            if (!reading.sample().isEmpty()) {
                samples.merge(reading.sample(), (long) reading.value(), Long::sum);
            }
        }
        return samples;
    }
}
