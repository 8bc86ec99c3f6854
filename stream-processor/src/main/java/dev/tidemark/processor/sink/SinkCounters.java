package dev.tidemark.processor.sink;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The sink's counters since the process started; they only rise. Thread-safe. They are counted after the commit, so what a
 * kill comes between is not counted: exact are the tables, not these.
 */
public final class SinkCounters {
    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

    private record Key(SinkCounter counter, String label) {}

    /** @param label a pipe, a reason or a dimension, as the counter says */
    public void add(SinkCounter counter, String label, long n) {
        counts.computeIfAbsent(new Key(counter, label), unseen -> new LongAdder())
                .add(n);
    }

    void written(String pipe, BatchWriter.Written written, long skipped, long nanos) {
        add(SinkCounter.BATCHES, pipe, 1);
        add(SinkCounter.WRITE_MICROS, pipe, nanos / 1000);
        add(SinkCounter.ROWS_STORED, pipe, written.rows());
        add(SinkCounter.SKIPPED, pipe, skipped);
        written.refusals().forEach(refusal -> add(SinkCounter.DEAD_LETTERS, refusal.reason(), 1));
    }

    /** The count of one label; 0 if it was never counted. */
    public long get(SinkCounter counter, String label) {
        LongAdder count = counts.get(new Key(counter, label));
        return count == null ? 0 : count.sum();
    }

    /** All counts by name, such as {@code sink_requests_rows_stored_total}. */
    public Map<String, Long> values() {
        Map<String, Long> values = new TreeMap<>();
        counts.forEach((key, count) -> values.put(
                "sink_" + key.label() + "_" + key.counter().name().toLowerCase(Locale.ROOT) + "_total", count.sum()));
        return values;
    }
}
