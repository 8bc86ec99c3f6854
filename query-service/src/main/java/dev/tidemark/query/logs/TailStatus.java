package dev.tidemark.query.logs;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * The state of the consumer of the logs topic.
 *
 * @param connected whether the topic is being read
 * @param detail the reason if it is not
 */
@Serdeable
record TailStatus(boolean connected, @Nullable String detail) {}
