package dev.tidemark.wire.codec;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One encoding of one kind of event. A record's {@link #CONTENT_TYPE_HEADER} names its encoding; a record without this
 * header is JSON. Implementations are stateless and thread-safe.
 *
 * @param <E> the event
 */
public interface Codec<E> {
    /** The record header that names the encoding of the value. */
    String CONTENT_TYPE_HEADER = "content-type";

    /** This encoding's value of {@link #CONTENT_TYPE_HEADER}. */
    String contentType();

    /** Encodes one event as a record's value. */
    byte[] encode(E event);

    /**
     * Decodes a record's value and hands each of its events to {@code visitor}, in order.
     *
     * @param value the record's value; null (a tombstone) is malformed, because it holds no event
     * @throws MalformedEventException if the value is not in this encoding, or a field is missing or out of range; the
     *     visitor may already have received the events before the bad one
     */
    void decode(byte @Nullable [] value, Consumer<? super E> visitor) throws MalformedEventException;

    /**
     * Decodes a record's value like {@link #decode(byte[], Consumer)}.
     *
     * @param receivedMillis when the broker stored the record, in milliseconds since the epoch, which stands in for a
     *     time that the event lacks; 0 or less if it is unknown
     */
    default void decode(byte @Nullable [] value, long receivedMillis, Consumer<? super E> visitor)
            throws MalformedEventException {
        decode(value, visitor);
    }

    /**
     * The same encoding for readers that do not need trace and span ids: decoded events may lack them, which can halve
     * the time to decode. It accepts and rejects the same values.
     */
    default Codec<E> withoutIds() {
        return this;
    }
}
