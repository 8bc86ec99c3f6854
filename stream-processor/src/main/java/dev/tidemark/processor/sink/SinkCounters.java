package dev.tidemark.processor.sink;

import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.wire.metric.ProcessorMetrics;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.Collector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The sink's counters since the process started. They are counted after the commit, so a kill in between loses a count: the tables are
 * exact, these counters are not. Thread-safe.
 */
public final class SinkCounters implements SampleSource {
    private static final double[] SECONDS = {.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30};

    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();
    private final Histogram transactions = histogram(
            "sink_transaction_seconds",
            "Duration of committed transactions, including dimensions, dead letters and the commit. Alert if the p95"
                    + " stays above 5 s: the statement timeout is near.");
    private final Histogram copies = histogram("sink_copy_seconds", "Duration of the COPY in committed transactions.");

    /** @param topic set only for counters that distinguish topics; otherwise empty */
    private record Key(SinkCounter counter, String label, String topic) {}

    private static Histogram histogram(String name, String help) {
        return Histogram.builder()
                .name(ProcessorMetrics.PREFIX + name)
                .help(help)
                .labelNames("pipe")
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .build();
    }

    /** @param label a pipe, a reason or a dimension, depending on the counter */
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
        written.rejectedRecords()
                .forEach(rejectedRecord -> add(
                        new Key(
                                SinkCounter.DEAD_LETTERS,
                                rejectedRecord.reason(),
                                rejectedRecord.record().topic()),
                        1));
        written.folded().forEach((dimension, rows) -> add(SinkCounter.ROWS_FOLDED, dimension, rows));
        written.unreadable().forEach((table, windows) -> add(SinkCounter.SKETCHES_UNREADABLE, table, windows));
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
    public List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        counts.forEach((key, count) -> {
            String sample = "sink_" + key.label + "_" + key.counter.word() + "_total";
            samples.add(key.counter.descriptor().published(sample, count.sum(), labels(key)));
        });
        return samples;
    }

    private static String[] labels(Key key) {
        return switch (key.counter) {
            case DEAD_LETTERS -> new String[] {key.topic, key.label};
            case LOST_RECORDS -> new String[] {"sink-" + key.label, "dropped_by_kafka"};
            default -> new String[] {key.label};
        };
    }

    /** Durations of transactions and of their COPY, by pipe. */
    public List<Collector> times() {
        return List.of(transactions, copies);
    }

    /** The values of the samples by name, such as {@code sink_requests_rows_stored_total}. */
    public Map<String, Long> values() {
        return new TreeMap<>(Sample.published(samples()));
    }
}
