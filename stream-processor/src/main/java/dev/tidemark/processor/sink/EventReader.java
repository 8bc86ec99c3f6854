package dev.tidemark.processor.sink;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decides which events of a record are stored. Thread-safe.
 *
 * @param <E> the event
 */
@FunctionalInterface
interface EventReader<E> {
    void read(ConsumerRecord<byte[], byte[]> record, Visitor<E> visitor);

    /** Receives the events of a record. */
    interface Visitor<E> {
        void accepted(E event);

        /** The event must become a dead letter. */
        void refused(String reason, String detail);

        /** The event is not stored; another part handles it. */
        void skipped();
    }
}
