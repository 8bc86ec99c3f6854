package dev.tidemark.wire.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a gauge or a cumulative counter, as published to {@code tidemark.samples.v1}. Immutable.
 *
 * @param timestampMicros when it was read, in microseconds since the epoch (UTC)
 * @param service the logical name of the application that read it
 * @param instance the process that read it
 * @param metricType its subject
 * @param metricName its name with the unit at its end, such as {@code memory_used_mb}
 * @param value the reading; finite
 * @param metadata labels that distinguish readings of the same name, such as a mount point or a cache's name;
 *     copied, in the order given
 */
public record SampleEvent(
        long timestampMicros,
        String service,
        @Nullable String instance,
        MetricType metricType,
        String metricName,
        double value,
        Map<String, String> metadata) {

    public SampleEvent {
        metadata = Entries.asGiven(metadata);
    }
}
