package dev.tidemark.query.history;

import dev.tidemark.query.parameter.InvalidParameterException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which metrics are meant.
 *
 * @param type their {@code metric_type}; null for any
 * @param names their {@code metric_name}s; empty if none was given
 * @param service only what this service sent; null means all
 * @param labels only series with these labels
 * @param interval the width of a step; null for the one of the charts
 */
record MetricQuery(
        @Nullable String type,
        List<String> names,
        @Nullable String service,
        Map<String, String> labels,
        @Nullable Interval interval) {
    private static final int MOST_NAMES = 20;

    MetricQuery {
        names = List.copyOf(names);
        labels = Map.copyOf(labels);
    }

    /**
     * Parses request parameters.
     *
     * @throws InvalidParameterException if one is malformed
     */
    static MetricQuery of(
            @Nullable String type,
            @Nullable String names,
            @Nullable String service,
            @Nullable List<String> labels,
            @Nullable String interval) {
        return new MetricQuery(
                type,
                names(names),
                service == null || service.isEmpty() ? null : service,
                labels(labels),
                Interval.of(interval));
    }

    private static List<String> names(@Nullable String text) {
        List<String> names = text == null
                ? List.of()
                : Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .toList();
        if (names.size() > MOST_NAMES) {
            throw new InvalidParameterException(
                    names.size() + " names: expected at most " + MOST_NAMES + ", divided by commas");
        }
        return names;
    }

    private static Map<String, String> labels(@Nullable List<String> texts) {
        Map<String, String> labels = new TreeMap<>();
        for (String text : texts == null ? List.<String>of() : texts) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new InvalidParameterException("label", text, "name=value, such as mount=/data");
            }
            labels.put(text.substring(0, equals), text.substring(equals + 1));
        }
        return labels;
    }
}
