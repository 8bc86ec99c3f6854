package dev.tidemark.ingest;

import dev.tidemark.wire.event.MetricType;
import java.util.Map;

/**
 * Gauges that are read at every sample interval. Implementations are loaded with {@link java.util.ServiceLoader}, so an
 * application can add its own. A single daemon thread calls them; if one throws, it is skipped until the next interval.
 */
public interface SampleSource {

    /** Reads all gauges of this source. */
    void read(Sink sink);

    /** Ends what this source began, such as listening; called once, after the last reading. */
    default void close() {}

    /** Receives readings. */
    @FunctionalInterface
    interface Sink {
        /**
         * Receives one reading.
         *
         * @param type its subject
         * @param name the gauge's name with the unit at its end, such as {@code memory_used_mb}
         * @param value the reading; ignored if it is not finite
         * @param metadata labels that distinguish readings of the same name
         */
        void sample(MetricType type, String name, double value, Map<String, String> metadata);
    }
}
