package dev.tidemark.processor.sink;

import dev.tidemark.processor.metrics.Meter;
import dev.tidemark.processor.metrics.Reading;
import dev.tidemark.processor.metrics.Readings;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.Collector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The sink's counters since the process started; they only rise. Thread-safe. They are counted after the commit, so what a
 * kill comes between is not counted: exact are the tables, not these.
 */
public final class SinkCounters implements Readings {
    private static final double[] SECONDS = {.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30};

    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();
    private final Histogram transactions = histogram(
            "sink_transaction_seconds",
            "How long transactions took that were committed, dimensions, dead letters and commit included. Alert if the p95"
                    + " stays above 5 s: the statement timeout is near.");
    private final Histogram copies =
            histogram("sink_copy_seconds", "How long the COPY of transactions took that were committed.");

    /** @param topic where it makes a difference beside the label; empty otherwise */
    private record Key(SinkCounter counter, String label, String topic) {}

    private static Histogram histogram(String name, String help) {
        return Histogram.builder()
                .name(Meter.PREFIX + name)
                .help(help)
                .labelNames("pipe")
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .build();
    }

    /** @param label a pipe, a reason or a dimension, as the counter says */
    public void add(SinkCounter counter, String label, long n) {
        add(new Key(counter, label, ""), n);
    }

    private void add(Key key, long n) {
        counts.computeIfAbsent(key, unseen -> new LongAdder()).add(n);
    }

    void written(String pipe, BatchWriter.Written written, long skipped, long nanos) {
        add(SinkCounter.BATCHES, pipe, 1);
        add(SinkCounter.ROWS_STORED, pipe, written.rows());
        add(SinkCounter.SKIPPED, pipe, skipped);
        written.refusals()
                .forEach(refusal -> add(
                        new Key(
                                SinkCounter.DEAD_LETTERS,
                                refusal.reason(),
                                refusal.record().topic()),
                        1));
        written.folded().forEach((dimension, rows) -> add(SinkCounter.ROWS_FOLDED, dimension, rows));
        transactions.labelValues(pipe).observe(nanos / 1e9);
        if (written.rows() > 0) {
            copies.labelValues(pipe).observe(written.copyNanos() / 1e9);
        }
    }

    /** The count of one label; 0 if it was never counted. */
    public long get(SinkCounter counter, String label) {
        long sum = 0;
        for (Map.Entry<Key, LongAdder> count : counts.entrySet()) {
            Key key = count.getKey();
            if (key.counter == counter && key.label.equals(label)) {
                sum += count.getValue().sum();
            }
        }
        return sum;
    }

    @Override
    public List<Reading> readings() {
        List<Reading> readings = new ArrayList<>();
        counts.forEach((key, count) -> {
            String sample = "sink_" + key.label + "_" + key.counter.word() + "_total";
            readings.add(key.counter.meter().sampled(sample, count.sum(), labels(key)));
        });
        return readings;
    }

    private static String[] labels(Key key) {
        return switch (key.counter) {
            case DEAD_LETTERS -> new String[] {key.topic, key.label};
            case LOST_RECORDS -> new String[] {"sink-" + key.label, "dropped_by_kafka"};
            default -> new String[] {key.label};
        };
    }

    /** The times of transactions and of their COPY, by pipe. */
    public List<Collector> times() {
        return List.of(transactions, copies);
    }

    /** The values of the samples by name, such as {@code sink_requests_rows_stored_total}. */
    public Map<String, Long> values() {
        return new TreeMap<>(Reading.samples(readings()));
    }
}
