package dev.tidemark.ingest.delivery;

import org.jspecify.annotations.Nullable;

/** Makes records out of the events of a lane. For the sender's thread only. */
interface Packing {

    /** The next record; null if no event waits. Events that cannot be encoded are counted as lost. */
    @Nullable Parcel next();

    /** Whether no event waits, here or in the lane. */
    boolean isEmpty();
}
