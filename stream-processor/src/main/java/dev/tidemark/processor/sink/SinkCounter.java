package dev.tidemark.processor.sink;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.processor.metrics.Outcomes;
import java.util.Locale;

/**
 * The counters of the sink. Most have the label pipe: {@code requests}, {@code logs}, {@code samples},
 * {@code calls} or {@code rollups}.
 */
public enum SinkCounter {
    /** Committed rows, by pipe. */
    ROWS_STORED(
            "pipe",
            "Committed rows. Several versions of a rollup in one batch are one row; so are the calls of an operation in one window of a"
                    + " tier."),
    /** Committed transactions, including those without rows, by pipe. */
    BATCHES("pipe", "Committed transactions, including those without rows. Alert if it stops rising."),
    /** Failures after which the sink continued from the offsets in PostgreSQL, by pipe. Alert if it keeps rising. */
    RETRIES(
            "pipe",
            "Failures after which the sink continued from the offsets in PostgreSQL. Alert if it keeps rising: PostgreSQL or Kafka is"
                    + " unavailable, or the disk is full; /health/ready says which."),
    /** Transactions rejected because the partition has a new owner, by pipe. A few at a rebalance are normal. */
    FENCED(
            "pipe",
            "Transactions or consumers that were fenced because another process owns the partition or the instance id. A few at a"
                    + " rebalance are normal. Alert if it keeps rising: two processors share one state directory."),
    /** Partitions claimed, by pipe. */
    CLAIMS("pipe", "Claimed partitions. Alert if it keeps rising: processors take partitions from each other."),
    /** Events that the sink does not store, by pipe: rejected requests, which the topology turns into dead letters. */
    SKIPPED("pipe", "Events that are not stored: rejected requests, which the topology turns into dead letters."),
    /** Records that this sink turned into dead letters, by reason. Alert if it rises: a producer sends malformed records. */
    DEAD_LETTERS(Outcomes.DEAD_LETTERS),
    /** Offsets that Kafka dropped before they were stored, by pipe. Alert above 0: rows are missing. */
    LOST_RECORDS(Outcomes.LOST),
    /** Partitions whose topic was created again or truncated, by pipe. */
    RESETS("pipe", "Partitions whose topic was created again or truncated. Alert above 0."),
    /** Rows stored under {@code (other)} or without their instance, because a cardinality limit is exceeded, by dimension. */
    ROWS_FOLDED(
            "dimension",
            "Rows stored under (other) or without their instance, because a cardinality limit is exceeded. Alert if it rises: a producer"
                    + " invents names."),
    /** Stored windows that lost their times, because their sketch could not be read, by table. Alert above 0. */
    SKETCHES_UNREADABLE(
            "table",
            "Stored windows of calls that kept their numbers but lost their times, because their sketch could not be read when calls were"
                    + " added. Alert above 0: something else writes to the table, or the disk is damaged.");

    private final MetricDescriptor descriptor;

    SinkCounter(String label, String help) {
        this.descriptor = MetricDescriptor.counter("sink_" + word() + "_total", help, label);
    }

    SinkCounter(MetricDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    MetricDescriptor descriptor() {
        return descriptor;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
