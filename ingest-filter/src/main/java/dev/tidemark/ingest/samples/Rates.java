package dev.tidemark.ingest.samples;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** The {@link Rate} of each of several counters, by name. The least recently used are forgotten. For one thread. */
final class Rates {
    static final int MOST = 512;

    private final Map<String, Rate> rates = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Rate> eldest) {
            return size() > MOST;
        }
    };

    OptionalDouble next(String name, long count) {
        return next(name, count, System.nanoTime());
    }

    OptionalDouble next(String name, long count, long nanos) {
        return rates.computeIfAbsent(name, key -> new Rate()).next(count, nanos);
    }

    /** The rise of one counter for each rise of another since the last reading; empty if the other did not rise. */
    OptionalDouble ratio(String name, long part, long whole) {
        // A rate over another counter instead of over time.
        OptionalDouble perBillion = next(name, part, whole);
        return perBillion.isPresent() ? OptionalDouble.of(perBillion.getAsDouble() / 1e9) : perBillion;
    }
}
