package dev.tidemark.processor.metrics;

import java.util.ArrayList;
import java.util.List;

/** A part that counts. {@link #readings()} is called by any thread and must not wait for anything. */
@FunctionalInterface
public interface Readings {
    List<Reading> readings();

    /** Those of several parts, one after the other. */
    static Readings of(List<Readings> parts) {
        List<Readings> all = List.copyOf(parts);
        return () -> {
            List<Reading> readings = new ArrayList<>();
            all.forEach(part -> readings.addAll(part.readings()));
            return readings;
        };
    }
}
