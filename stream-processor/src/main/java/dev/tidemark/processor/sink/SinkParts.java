package dev.tidemark.processor.sink;

import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.processor.sink.postgres.PostgresConnector;

/** What the topics' sinks share. Thread-safe. */
record SinkParts(
        SinkSettings settings,
        Consumers consumers,
        PostgresConnector postgres,
        OffsetTable offsets,
        TopicIds topicIds,
        DeadLetterPublisher deadLetters,
        SinkCounters counters,
        WriteHook hook) {}
