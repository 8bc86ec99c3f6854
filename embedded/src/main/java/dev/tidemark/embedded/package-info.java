/**
 * Real backends as child processes: a Kafka broker, PostgreSQL and Redis, all behind {@link dev.tidemark.embedded.Backend}.
 *
 * <p>Tests use them through {@link dev.tidemark.embedded.Backends}; the launcher starts them over a fixed folder and port.
 */
@NullMarked
package dev.tidemark.embedded;

import org.jspecify.annotations.NullMarked;
