package dev.tidemark.processor.sink;

import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.processor.sink.postgres.PostgresConnector;

/** The parts that the sinks of all topics share. Thread-safe. */
record SinkParts(
        SinkSettings settings,
        Consumers consumers,
        PostgresConnector postgres,
        OffsetTable offsets,
        TopicIds topicIds,
        DeadLetterPublisher deadLetters,
        SinkCounters counters,
        WriteHook hook) {}
