package dev.tidemark.processor.sink;

import java.time.Duration;

/**
 * The sink is not storing a topic.
 *
 * @param pipe the pipe of the topic
 * @param reason why, in words
 * @param lasting for how long
 */
public record SinkStall(String pipe, String reason, Duration lasting) {}
