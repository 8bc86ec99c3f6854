package dev.tidemark.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One value of a metric.
 *
 * @param labels the values of the metric's labels, in their order
 * @param publishedAs the name under which it is published on the samples topic, without the prefix; empty if it is
 *     not published. Samples that share a name are published as their sum
 */
public record Sample(MetricDescriptor descriptor, List<String> labels, double value, String publishedAs) {

    public Sample {
        if (labels.size() != descriptor.labels().size()) {
            throw new IllegalArgumentException(
                    "labels " + labels + " of " + descriptor.name() + ": expected values of " + descriptor.labels());
        }
    }

    /** The values to publish on the samples topic, by name. */
    public static Map<String, Long> published(List<Sample> samples) {
        Map<String, Long> published = new LinkedHashMap<>();
        for (Sample sample : samples) {
            if (!sample.publishedAs().isEmpty()) {
                published.merge(sample.publishedAs(), (long) sample.value(), Long::sum);
            }
        }
        return published;
    }
}
