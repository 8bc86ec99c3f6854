package dev.tidemark.ingest.delivery;

import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record on its way to Kafka.
 *
 * @param events the number of events in it, which are sent or lost together
 */
record EncodedRecord(ProducerRecord<byte[], byte[]> record, int events) {}
