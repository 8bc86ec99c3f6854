package dev.tidemark.processor.sink;

import dev.tidemark.processor.sink.table.EventTable;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How one topic gets into its table.
 *
 * @param name the pipe's name: in the consumer group, the thread, the counters and {@code pg_stat_activity}
 * @param topic the topic's name
 * @param reader how records are read
 * @param batchInterval the longest a row waits for others
 * @param tables creates the table for a connection
 * @param <E> the event
 */
record Pipe<E>(
        String name, String topic, EventReader<E> reader, Duration batchInterval, Supplier<EventTable<E>> tables) {

    /** The same from a topic of another name. */
    Pipe<E> from(String otherTopic) {
        return new Pipe<>(name, otherTopic, reader, batchInterval, tables);
    }
}
