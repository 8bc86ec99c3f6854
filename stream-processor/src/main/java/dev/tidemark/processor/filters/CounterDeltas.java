package dev.tidemark.processor.filters;

import dev.tidemark.metrics.Sample;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up the increases of the counters of many processes. Remembers the last value of each series, for a limited number of series; the
 * least recently used is forgotten first. Not thread-safe.
 */
final class CounterDeltas {
    private final Map<Integer, Double> last;
    private final Map<FilterCounter, Map<List<String>, Double>> sums = new EnumMap<>(FilterCounter.class);

    CounterDeltas(int capacity) {
        this.last = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Double> eldest) {
                return size() > capacity;
            }
        };
        // Exposed as 0 from the start: an increase is not visible in a series that appears with its first value.
        for (FilterCounter counter : FilterCounter.values()) {
            Map<List<String>, Double> zeros = new LinkedHashMap<>();
            for (String topic : FilterCounter.TOPICS) {
                FilterCounter.REASONS.forEach(reason -> zeros.put(counter.labels(topic, reason), 0.0));
            }
            sums.put(counter, zeros);
        }
    }

    /** Takes {@code rows} as the values to start from. */
    void begin(List<FilterSql.Row> rows) {
        rows.forEach(row -> last.put(row.series(), row.value()));
    }

    /** Adds the increases. A series that is new or has fallen belongs to a process that started at 0. */
    void add(List<FilterSql.Row> rows) {
        for (FilterSql.Row row : rows) {
            Double before = last.put(row.series(), row.value());
            double rise = before == null || row.value() < before ? row.value() : row.value() - before;
            if (rise > 0) {
                sums.computeIfAbsent(row.counter(), counter -> new LinkedHashMap<>())
                        .merge(row.counter().labels(row.topic(), row.reason()), rise, Double::sum);
            }
        }
    }

    List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        sums.forEach((counter, byLabels) -> byLabels.forEach(
                (labels, sum) -> samples.add(counter.descriptor().sample(sum, labels.toArray(String[]::new)))));
        return samples;
    }
}
