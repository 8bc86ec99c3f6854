package dev.tidemark.query.logs;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * The state of the consumer of the logs topic.
 *
 * @param connected whether lines arrive as they are written
 * @param detail why they do not
 */
@Serdeable
record TailStatus(boolean connected, @Nullable String detail) {}
