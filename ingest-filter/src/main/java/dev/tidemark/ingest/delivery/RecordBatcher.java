package dev.tidemark.ingest.delivery;

import org.jspecify.annotations.Nullable;

/** Makes records out of the events of a queue. For the sender's thread only. */
interface RecordBatcher {

    /** The next record; null if no event waits. Events that cannot be encoded are counted as lost. */
    @Nullable EncodedRecord next();

    /** Whether no event waits, here or in the queue. */
    boolean isEmpty();
}
