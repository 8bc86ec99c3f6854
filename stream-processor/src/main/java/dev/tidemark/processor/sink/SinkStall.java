package dev.tidemark.processor.sink;

import java.time.Duration;

/**
 * A topic is not being stored.
 *
 * @param pipe whose topic
 * @param reason what keeps the sink from it, in words
 * @param lasting for how long
 */
public record SinkStall(String pipe, String reason, Duration lasting) {}
