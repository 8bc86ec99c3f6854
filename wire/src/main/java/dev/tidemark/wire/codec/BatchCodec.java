package dev.tidemark.wire.codec;

/**
 * An encoding that carries many events in a record. A record is read as a whole or refused as a whole: no event is handed on from a
 * value that is malformed further behind.
 *
 * @param <E> the event
 */
public interface BatchCodec<E> extends Codec<E> {

    /**
     * A batch to be filled.
     *
     * @param maxBytes how large its record's value may become; a batch of one event is as large as it is
     */
    Batch<E> newBatch(int maxBytes);

    /**
     * Events on their way into one record. Not thread-safe.
     *
     * @param <E> the event
     */
    interface Batch<E> {

        /**
         * Takes an event, or says that there is no room and leaves it; the first one is always taken.
         *
         * @throws IllegalArgumentException if a field is out of the range that a reader expects; the batch is as it was
         */
        boolean add(E event);

        /** How many events it has. */
        int events();

        /** The value of the record. */
        byte[] toBytes();
    }
}
