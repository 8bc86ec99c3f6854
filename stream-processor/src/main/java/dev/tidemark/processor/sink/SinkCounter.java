package dev.tidemark.processor.sink;

import dev.tidemark.processor.metrics.Meter;
import dev.tidemark.processor.metrics.Outcomes;
import java.util.Locale;

/**
 * What the sink counts in this process. Most are split by pipe: {@code requests}, {@code logs}, {@code samples},
 * {@code rollups}.
 */
public enum SinkCounter {
    /** Rows that were committed, by pipe. Of rollups the newest of a batch is one row. */
    ROWS_STORED("pipe", "Rows that were committed. Of rollups the newest of a batch is one row."),
    /** Transactions that were committed, those without rows among them, by pipe. */
    BATCHES("pipe", "Transactions that were committed, those without rows among them. Alert if it stands still."),
    /** Failures after which the sink went back to what PostgreSQL holds, by pipe. Alert if it keeps rising. */
    RETRIES(
            "pipe",
            "Failures after which the sink went back to what PostgreSQL holds. Alert if it keeps rising: PostgreSQL or Kafka is"
                    + " away, or the disk is full; /health/ready says which."),
    /** Transactions that were refused because the partition has a new owner, by pipe. A few at a rebalance are normal. */
    FENCED(
            "pipe",
            "Transactions or consumers that were refused because somebody else owns the partition or the name. A few at a"
                    + " rebalance are normal. Alert if it keeps rising: two processors share one state folder."),
    /** Partitions claimed, by pipe. */
    CLAIMS("pipe", "Partitions claimed. Alert if it keeps rising: the processors take them from each other."),
    /** Events that are not to be stored and that others see to, by pipe: rejected requests, of which the topology makes dead letters. */
    SKIPPED("pipe", "Events that are not to be stored: rejected requests, of which the topology makes dead letters."),
    /** Records that this sink made dead letters of, by reason. Alert if it rises: a producer sends what is not in its topic's form. */
    DEAD_LETTERS(Outcomes.DEAD_LETTERS),
    /** Offsets that Kafka had dropped before they were stored, by pipe. Alert if it is above 0: rows are missing. */
    LOST_RECORDS(Outcomes.LOST),
    /** Partitions whose topic was found made anew or cut off at its end, by pipe. */
    RESETS("pipe", "Partitions whose topic was found made anew or cut off at its end. Alert above 0."),
    /** Rows stored under {@code (other)} or without their instance, because of a limit of names, by dimension. */
    ROWS_FOLDED(
            "dimension",
            "Rows stored under (other) or without their instance, because of a limit of names. Alert if it rises: a producer"
                    + " invents names.");

    private final Meter meter;

    SinkCounter(String label, String help) {
        this.meter = Meter.counter("sink_" + word() + "_total", help, label);
    }

    SinkCounter(Meter meter) {
        this.meter = meter;
    }

    Meter meter() {
        return meter;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
