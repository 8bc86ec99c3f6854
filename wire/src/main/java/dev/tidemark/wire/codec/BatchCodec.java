package dev.tidemark.wire.codec;

/**
 * An encoding that puts many events into one record. A record is accepted or rejected as a whole: if any part of it is
 * malformed, no event is handed to the visitor.
 *
 * @param <E> the event
 */
public interface BatchCodec<E> extends Codec<E> {

    /**
     * Starts an empty batch.
     *
     * @param maxBytes the size limit of the encoded batch; a single event may exceed it
     */
    Batch<E> newBatch(int maxBytes);

    /**
     * Collects the events of one record. Not thread-safe.
     *
     * @param <E> the event
     */
    interface Batch<E> {

        /**
         * Adds an event; returns false, and leaves the batch unchanged, if it is full. The first event always fits.
         *
         * @throws IllegalArgumentException if a field is out of the range that readers accept; the batch is unchanged
         */
        boolean add(E event);

        /** The number of events added. */
        int events();

        /** The encoded batch: the value of one record. */
        byte[] toBytes();
    }
}
