package dev.tidemark.query.diagnosis.detect;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which something was wrong.
 *
 * @param onset its first window
 * @param end its end; null if it goes on
 */
record Run(Instant onset, @Nullable Instant end) {}
