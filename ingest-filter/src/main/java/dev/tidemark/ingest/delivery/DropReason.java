package dev.tidemark.ingest.delivery;

import java.util.Locale;

/** Why an event did not reach Kafka. */
public enum DropReason {
    /** The bounded queue was full: Kafka is down or slow, or events arrive faster than one thread can encode them. */
    QUEUE_FULL,
    /** Encoding the event failed, which is a bug in this library. */
    ENCODING,
    /** The record exceeds Kafka's size limit. */
    RECORD_TOO_LARGE,
    /** Kafka rejected the record permanently, for example for lack of permission. */
    SEND_FAILED,
    /** The filter was closed: the event came later, or could not be handed to Kafka within the close timeout. */
    CLOSED,
    /** The filter was closed before Kafka answered. The event may have reached Kafka; with all other reasons, it has not. */
    UNACKNOWLEDGED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The reason in the published counters, such as {@code queue_full}. */
    public String word() {
        return word;
    }
}
