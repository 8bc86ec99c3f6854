package dev.tidemark.ingest.delivery;

import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record on its way to Kafka.
 *
 * @param events how many events are in it: that many are sent or lost with it
 */
record EncodedRecord(ProducerRecord<byte[], byte[]> record, int events) {}
