package dev.tidemark.wire.topic;

/**
 * The record headers of {@code tidemark.dead-letters.v1}. A dead letter has the original key and value, byte for byte;
 * parts that are too large are cut or left out, and {@link #DETAIL} says so. These headers follow those of the original
 * record, which may have the same names: read the last header of each name.
 */
public final class DeadLetter {
    /** The name of the topic. */
    public static final String TOPIC = "tidemark.dead-letters.v1";

    /** The largest dead letter: twice Kafka's default maximum record size, to leave room for headers. */
    public static final int MAX_BYTES = 2 << 20;

    /** The number of partitions at creation; people read this topic, so one is enough. */
    public static final int PARTITIONS = 1;

    /** The topic that the record was read from. */
    public static final String SOURCE_TOPIC = "tidemark-source-topic";

    /** The partition of that topic, in decimal digits. */
    public static final String SOURCE_PARTITION = "tidemark-source-partition";

    /** The offset in that partition, in decimal digits. */
    public static final String SOURCE_OFFSET = "tidemark-source-offset";

    /**
     * The reason, one of a small set of words to count by: {@code malformed}, {@code too_large}, {@code too_late}, {@code
     * from_the_future}, {@code window_expired}, {@code refused} by the store, {@code cardinality}. More may be added.
     */
    public static final String REASON = "tidemark-reason";

    /** The reason, as a sentence that names the value and the expected form. */
    public static final String DETAIL = "tidemark-detail";

    private DeadLetter() {}
}
