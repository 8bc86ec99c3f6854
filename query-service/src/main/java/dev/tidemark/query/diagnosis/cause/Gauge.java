package dev.tidemark.query.diagnosis.cause;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A series of samples before and after the onset.
 *
 * @param before the mean of the minutes before; null without samples
 * @param after the mean since
 * @param max the largest since
 */
public record Gauge(
        String type,
        String name,
        String service,
        @Nullable String instance,
        Map<String, String> labels,
        @Nullable Double before,
        double after,
        double max) {
    public Gauge {
        labels = Map.copyOf(labels);
    }

    double beforeOr(double unknown) {
        return before == null ? unknown : before;
    }

    /** The value of a label, or else {@code unknown}. */
    String label(String name, String unknown) {
        return labels.getOrDefault(name, unknown);
    }

    /** The host, or else the instance. */
    String host() {
        return label("host", instance == null ? service : instance);
    }
}
