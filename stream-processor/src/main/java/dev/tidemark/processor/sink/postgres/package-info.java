/** Connections to PostgreSQL, and the migration of its schema. */
@NullMarked
package dev.tidemark.processor.sink.postgres;

import org.jspecify.annotations.NullMarked;
