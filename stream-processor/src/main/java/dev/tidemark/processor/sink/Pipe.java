package dev.tidemark.processor.sink;

import dev.tidemark.processor.sink.table.EventTable;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Connects one topic with its table.
 *
 * @param name the pipe's name, used for the consumer group, the thread, the counters and {@code pg_stat_activity}
 * @param topic the topic's name
 * @param reader decodes records
 * @param batchInterval the longest that a row waits for the batch to fill
 * @param tables creates the table for a connection
 * @param <E> the event
 */
record Pipe<E>(
        String name, String topic, EventReader<E> reader, Duration batchInterval, Supplier<EventTable<E>> tables) {

    /** The same pipe for a topic with another name. */
    Pipe<E> from(String otherTopic) {
        return new Pipe<>(name, otherTopic, reader, batchInterval, tables);
    }
}
