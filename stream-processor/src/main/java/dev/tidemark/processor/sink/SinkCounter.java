package dev.tidemark.processor.sink;

/**
 * What the sink counts in this process. Most are split by pipe: {@code requests}, {@code logs}, {@code samples},
 * {@code rollups}.
 */
public enum SinkCounter {
    /** Rows that were committed, by pipe. Of rollups the newest of a batch is one row. */
    ROWS_STORED,
    /** Transactions that were committed, those without rows among them, by pipe. */
    BATCHES,
    /** Time spent in writing transactions, dimensions and commit included, in microseconds, by pipe. */
    WRITE_MICROS,
    /** Failures after which the sink went back to what PostgreSQL holds, by pipe. Alert if it keeps rising. */
    RETRIES,
    /** Transactions that were refused because the partition has a new owner, by pipe. A few at a rebalance are normal. */
    FENCED,
    /** Partitions claimed, by pipe. */
    CLAIMS,
    /** Events that are not to be stored and that others see to, by pipe: rejected requests, of which the topology makes dead letters. */
    SKIPPED,
    /** Records that this sink made dead letters of, by reason. Alert if it rises: a producer sends what is not in its topic's form. */
    DEAD_LETTERS,
    /** Offsets that Kafka had dropped before they were stored, by pipe. Alert if it is above 0: rows are missing. */
    LOST_RECORDS,
    /** Partitions whose topic was found made anew or cut off at its end, by pipe. */
    RESETS,
    /** Rows stored under {@code (other)} or without their instance, because of a limit of names, by dimension. */
    ROWS_FOLDED
}
