package dev.tidemark.processor.faults;

/** The safeguards that make a processor exact. A negative control disables one of them. */
public enum Mechanism {
    /** Transactions with an old epoch are rejected, and the old owner's session is ended. */
    FENCE,
    /** Rows and the next offset are written in one transaction. */
    OFFSET_IN_TRANSACTION,
    /** Deltas are forwarded inside the commit of their input offsets. */
    FLUSH_IN_COMMIT,
    /** The second stage reads only committed deltas. */
    DELTAS_READ_COMMITTED,
    /** The sink reads only committed windows. */
    ROLLUPS_READ_COMMITTED,
    /** Offsets that Kafka dropped unread are counted. */
    LOSS_IS_COUNTED,
    /** Before a sink goes on, it compares the last stored record with the one in Kafka. */
    LAST_RECORD_IS_COMPARED,
    /** Topology and sink use the same intake to decide which requests count. */
    ONE_INTAKE,
    /** The changelogs of the first stage get the partitions that the requests topic gets. */
    STAGES_FIT,
    /** Deltas have the form that the version before reads. */
    FORMS_KEPT
}
