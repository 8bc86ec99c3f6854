package dev.tidemark.processor.sink.table;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An event and the record that it came in.
 *
 * @param event the event
 * @param record the record, kept so that it can become a dead letter as it was
 * @param <E> the event
 */
public record Positioned<E>(E event, ConsumerRecord<byte[], byte[]> record) {}
