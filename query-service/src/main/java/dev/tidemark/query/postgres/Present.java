package dev.tidemark.query.postgres;

import dev.tidemark.query.figures.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL says now.
 *
 * @param figures null if it could not be asked; {@code unknown} says why
 * @param life how long it may be shown: what was expensive to read is read rarely
 */
record Present<T>(@Nullable T figures, Instant at, List<Unknown> unknown, Duration life) {
    /** Why it could not be asked. */
    Unknown reason() {
        return unknown.getFirst();
    }
}
