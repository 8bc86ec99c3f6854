package dev.tidemark.processor.sink;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that becomes a dead letter.
 *
 * @param record the record
 * @param reason why, as one word that can be counted
 * @param detail why, as a sentence that names the value and the expected form
 */
record RejectedRecord(ConsumerRecord<byte[], byte[]> record, String reason, String detail) {
    /** PostgreSQL refused the row. */
    static final String REFUSED = "refused";

    /** The row's series is beyond the limit, and cannot be put together with others. */
    static final String CARDINALITY = "cardinality";
}
