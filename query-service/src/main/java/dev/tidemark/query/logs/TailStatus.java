package dev.tidemark.query.logs;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * How the reader of the logs topic is.
 *
 * @param connected whether lines arrive as they are written
 * @param detail why they do not
 */
@Serdeable
record TailStatus(boolean connected, @Nullable String detail) {}
