package dev.tidemark.query.collector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The increase of counters from one reading to the next. Keeps one reading. Counters that were reset have no increase: their epoch
 * changed, or one of them is lower than before. Not thread-safe.
 */
final class CounterDifferences {
    private Map<Map<String, String>, Counters> before = new HashMap<>();
    private long beforeNanos;

    /**
     * The counters of one thing.
     *
     * @param epoch changes when the counters restart from 0
     */
    record Counters(Map<String, String> labels, String epoch, Map<String, Double> values) {
        boolean continues(Counters earlier) {
            return epoch.equals(earlier.epoch)
                    && values.entrySet().stream()
                            .allMatch(value -> value.getValue() >= earlier.values.getOrDefault(value.getKey(), 0.0));
        }
    }

    /** By how much the counters of one thing rose in a time. */
    record Rise(Map<String, String> labels, double seconds, Map<String, Double> increases) {
        double of(String counter) {
            return increases.getOrDefault(counter, 0.0);
        }

        double perSecond(String counter) {
            return of(counter) / seconds;
        }
    }

    /** Takes the next reading of all things, and returns the rise of those that were in the reading before. */
    List<Rise> next(long nanos, List<Counters> reading) {
        List<Rise> rises = new ArrayList<>();
        Map<Map<String, String>, Counters> now = new HashMap<>();
        double seconds = (nanos - beforeNanos) / 1e9;
        for (Counters counters : reading) {
            now.put(counters.labels(), counters);
            Counters earlier = before.get(counters.labels());
            if (earlier != null && seconds > 0 && counters.continues(earlier)) {
                Map<String, Double> increases = new HashMap<>();
                counters.values().forEach((name, value) -> {
                    Double old = earlier.values().get(name);
                    if (old != null) {
                        increases.put(name, value - old);
                    }
                });
                rises.add(new Rise(counters.labels(), seconds, increases));
            }
        }
        before = now;
        beforeNanos = nanos;
        return rises;
    }

    void reset() {
        before = new HashMap<>();
    }
}
