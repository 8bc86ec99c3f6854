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

    /** Takes what is in a record. */
    interface Visitor<E> {
        void accepted(E event);

        /** It is to become a dead letter. */
        void refused(String reason, String detail);

        /** It is not to be stored, and others see to it. */
        void skipped();
    }
}
