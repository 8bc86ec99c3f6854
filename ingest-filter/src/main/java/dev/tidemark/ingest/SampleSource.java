package dev.tidemark.ingest;

import dev.tidemark.wire.event.MetricType;
import java.util.Map;

/**
 * Gauges that are read at every sample interval. Implementations are found as services ({@link java.util.ServiceLoader}),
 * so an application can add its own. Called by one daemon thread; one that throws is left out until the next interval.
 */
public interface SampleSource {

    /** Reads its gauges. */
    void read(Sink sink);

    /** Takes readings. */
    @FunctionalInterface
    interface Sink {
        /**
         * Takes one reading.
         *
         * @param type what it is about
         * @param name the gauge's name with the unit at its end, such as {@code memory_used_mb}
         * @param value the reading; one that is not finite is left out
         * @param metadata what tells apart readings of the same name
         */
        void sample(MetricType type, String name, double value, Map<String, String> metadata);
    }
}
