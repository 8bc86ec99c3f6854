package dev.tidemark.wire.codec;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One encoding of one kind of event. Which encoding a record has is said by its {@link #CONTENT_TYPE_HEADER}; without
 * the header it is JSON. Implementations are stateless and safe for use by many threads.
 *
 * @param <E> the event
 */
public interface Codec<E> {
    /** The record header that names the encoding of the value. */
    String CONTENT_TYPE_HEADER = "content-type";

    /** The value of {@link #CONTENT_TYPE_HEADER} that this encoding goes by. */
    String contentType();

    /** One event as a record's value. */
    byte[] encode(E event);

    /**
     * Hands each event of a record's value to {@code visitor}, in order. An encoding may carry many events in a record.
     *
     * @param value the record's value; null, which compaction reads as a deletion, is malformed: it holds no event
     * @throws MalformedEventException if the value is not in this encoding, or a field is missing or out of its range;
     *     events before the bad one may already have been handed on
     */
    void decode(byte @Nullable [] value, Consumer<? super E> visitor) throws MalformedEventException;

    /**
     * The same encoding for those who only count: what it decodes may lack its trace and span ids, which can take as long to read as
     * all the rest. What it takes and refuses is the same.
     */
    default Codec<E> withoutIds() {
        return this;
    }
}
