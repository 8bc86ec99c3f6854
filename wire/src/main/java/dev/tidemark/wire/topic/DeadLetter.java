package dev.tidemark.wire.topic;

/**
 * The record headers of {@code tidemark.dead-letters.v1}. The record has the original key and value, byte for byte.
 * Parts that are too large for a dead letter are cut or left out, and {@link #DETAIL} says so. These headers come after those of
 * the original record, which may have the same names: the last header of a name counts.
 */
public final class DeadLetter {
    /** The name of the topic. */
    public static final String TOPIC = "tidemark.dead-letters.v1";

    /** The largest dead letter: a record of Kafka's default maximum size, with more headers. */
    public static final int MAX_BYTES = 2 << 20;

    /** The number of partitions it is declared with; people read it, so one is enough. */
    public static final int PARTITIONS = 1;

    /** The topic that the record was read from. */
    public static final String SOURCE_TOPIC = "tidemark-source-topic";

    /** The partition of that topic, in decimal digits. */
    public static final String SOURCE_PARTITION = "tidemark-source-partition";

    /** The offset in that partition, in decimal digits. */
    public static final String SOURCE_OFFSET = "tidemark-source-offset";

    /**
     * The reason, as a word that can be counted: {@code malformed}, {@code too_late}, {@code from_the_future}, {@code window_expired},
     * {@code refused} by the store, {@code cardinality}. More may be added.
     */
    public static final String REASON = "tidemark-reason";

    /** The reason, as a sentence that names the value and the expected form. */
    public static final String DETAIL = "tidemark-detail";

    private DeadLetter() {}
}
