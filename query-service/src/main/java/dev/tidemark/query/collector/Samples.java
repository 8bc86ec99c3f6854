package dev.tidemark.query.collector;

import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.SampleEvent;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one reading: all have the same time.
 *
 * @param instance the server that was read. It stands for the process, so that a series goes on when another instance is elected
 */
record Samples(Consumer<SampleEvent> publisher, long timestampMicros, String instance) {
    /** The service of all of the collector's samples. */
    static final String SERVICE = "tidemark-collector";

    /** The label for everything beyond a limit. */
    static final String OTHER = "(other)";

    /** Adds a sample; does nothing if the value is unknown. */
    void add(MetricType type, String name, @Nullable Double value, Map<String, String> labels) {
        if (value != null && Double.isFinite(value)) {
            publisher.accept(new SampleEvent(timestampMicros, SERVICE, instance, type, name, value, labels));
        }
    }

    void add(MetricType type, String name, @Nullable Double value) {
        add(type, name, value, Map.of());
    }

    void add(MetricType type, String name, long value) {
        add(type, name, (double) value, Map.of());
    }
}
