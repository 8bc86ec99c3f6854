package dev.tidemark.ingest.delivery;

import java.util.Locale;

/** Why an event did not get to Kafka. */
public enum DropReason {
    /** The bounded queue was full: Kafka is away or slow, or events come faster than one thread can encode them. */
    QUEUE_FULL,
    /** The event could not be encoded, which is a defect of this library. */
    ENCODING,
    /** The record is larger than Kafka takes. */
    RECORD_TOO_LARGE,
    /** Kafka refused it for good, such as for a lack of permission. */
    SEND_FAILED,
    /** The filter was closed: the event came later, or could not be handed to Kafka in the time there was. */
    CLOSED,
    /** The filter was closed before Kafka answered. The only reason where the event may be in Kafka all the same. */
    UNACKNOWLEDGED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The reason as the published counters name it, such as {@code queue_full}. */
    public String word() {
        return word;
    }
}
