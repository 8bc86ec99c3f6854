package dev.tidemark.processor.sink;

import java.time.Duration;

/**
 * A topic that the sink is not storing.
 *
 * @param pipe the pipe of the topic
 * @param reason the cause, as a sentence
 * @param lasting the duration so far
 */
public record SinkStall(String pipe, String reason, Duration lasting) {}
