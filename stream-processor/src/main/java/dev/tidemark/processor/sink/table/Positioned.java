package dev.tidemark.processor.sink.table;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An event and its record.
 *
 * @param event the event
 * @param record the record, kept so that it can become a dead letter unchanged
 * @param <E> the event
 */
public record Positioned<E>(E event, ConsumerRecord<byte[], byte[]> record) {}
