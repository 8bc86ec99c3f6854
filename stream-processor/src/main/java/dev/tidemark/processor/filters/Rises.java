package dev.tidemark.processor.filters;

import dev.tidemark.processor.metrics.Reading;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums up by how much the counters of many processes have risen. Remembers of each series the last value, of so many series at most; the
 * least used is forgotten first. Not thread-safe.
 */
final class Rises {
    private final Map<Integer, Double> last;
    private final Map<FilterCounter, Map<List<String>, Double>> sums = new EnumMap<>(FilterCounter.class);

    Rises(int capacity) {
        this.last = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Double> eldest) {
                return size() > capacity;
            }
        };
        // Shown from the first moment on, since what appears with its first value is not seen to rise.
        for (FilterCounter counter : FilterCounter.values()) {
            Map<List<String>, Double> zeros = new LinkedHashMap<>();
            for (String topic : FilterCounter.TOPICS) {
                FilterCounter.REASONS.forEach(reason -> zeros.put(counter.labels(topic, reason), 0.0));
            }
            sums.put(counter, zeros);
        }
    }

    /** Takes these as what was before. */
    void begin(List<FilterSql.Row> rows) {
        rows.forEach(row -> last.put(row.series(), row.value()));
    }

    /** Adds what these have risen by. A series that is new, or has fallen, is that of a process that began at 0. */
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

    List<Reading> readings() {
        List<Reading> readings = new ArrayList<>();
        sums.forEach((counter, byLabels) -> byLabels.forEach(
                (labels, sum) -> readings.add(counter.meter().reading(sum, labels.toArray(String[]::new)))));
        return readings;
    }
}
