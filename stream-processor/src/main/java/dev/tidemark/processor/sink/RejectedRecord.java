package dev.tidemark.processor.sink;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that becomes a dead letter.
 *
 * @param record the record
 * @param reason the reason as one word, to count by
 * @param detail a sentence that names the value and the expected form
 */
record RejectedRecord(ConsumerRecord<byte[], byte[]> record, String reason, String detail) {
    /** PostgreSQL rejected the row. */
    static final String REFUSED = "refused";

    /** The row's series exceeds a limit and cannot be merged with others. */
    static final String CARDINALITY = "cardinality";
}
