package dev.tidemark.wire.topic;

/**
 * The record headers of {@code tidemark.dead-letters.v1}. The record's key and value are the original ones, byte for byte; what
 * is too large to be a letter is cut or left out, and {@link #DETAIL} says so. These headers come after those of the original
 * record, which may carry the same names: of each, the last one counts.
 */
public final class DeadLetter {
    /** The name of the topic. */
    public static final String TOPIC = "tidemark.dead-letters.v1";

    /** How large a letter may be: a record of Kafka's largest by default, and more headers. */
    public static final int MAX_BYTES = 2 << 20;

    /** How many partitions it is declared with: what is read by people needs no more. */
    public static final int PARTITIONS = 1;

    /** The topic that the record was read from. */
    public static final String SOURCE_TOPIC = "tidemark-source-topic";

    /** Its partition there, in decimal digits. */
    public static final String SOURCE_PARTITION = "tidemark-source-partition";

    /** Its offset there, in decimal digits. */
    public static final String SOURCE_OFFSET = "tidemark-source-offset";

    /**
     * Why, as one word that can be counted: {@code malformed}, {@code too_late}, {@code from_the_future}, {@code window_expired},
     * {@code refused} by the store, {@code cardinality}. More may be added.
     */
    public static final String REASON = "tidemark-reason";

    /** Why, as a sentence that names the value and the expected form. */
    public static final String DETAIL = "tidemark-detail";

    private DeadLetter() {}
}
