package dev.tidemark.ingest.delivery;

import org.jspecify.annotations.Nullable;

/** Builds records from the events of a queue. For the sender's thread only. */
interface RecordBatcher {

    /** The next record; null if no event is waiting. Events that cannot be encoded are counted as lost. */
    @Nullable EncodedRecord next();

    /** Whether no event is waiting, here or in the queue. */
    boolean isEmpty();
}
