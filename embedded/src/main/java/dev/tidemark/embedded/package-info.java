/**
 * Real backends as child processes or containers: Kafka, PostgreSQL and Redis, all with the interface
 * {@link dev.tidemark.embedded.Backend}.
 *
 * <p>Tests share them through {@link dev.tidemark.embedded.Backends}; the launcher starts them with a fixed folder and port.
 */
@NullMarked
package dev.tidemark.embedded;

import org.jspecify.annotations.NullMarked;
