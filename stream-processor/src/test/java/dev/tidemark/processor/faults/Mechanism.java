package dev.tidemark.processor.faults;

/** What makes a processor exact. A control runs without one of these. */
public enum Mechanism {
    /** A transaction that goes by an old epoch is refused, and an old owner's session is ended. */
    FENCE,
    /** Rows and the offset that follows them are one transaction. */
    OFFSET_IN_TRANSACTION,
    /** Deltas are handed on inside the commit of the offsets they were made from. */
    FLUSH_IN_COMMIT,
    /** The second stage reads only deltas of transactions that are committed. */
    DELTAS_READ_COMMITTED,
    /** The sink reads only windows of transactions that are committed. */
    ROLLUPS_READ_COMMITTED,
    /** Offsets that Kafka dropped unread are counted. */
    LOSS_IS_COUNTED,
    /** Topology and sink ask the same intake which requests count. */
    ONE_INTAKE
}
