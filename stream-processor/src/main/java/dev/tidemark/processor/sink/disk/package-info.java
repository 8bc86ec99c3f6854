/** Keeps PostgreSQL's disk from filling up by dropping the oldest raw rows. */
@NullMarked
package dev.tidemark.processor.sink.disk;

import org.jspecify.annotations.NullMarked;
