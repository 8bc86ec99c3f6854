/** Converts values to the formats of PostgreSQL's COPY. */
@NullMarked
package dev.tidemark.processor.sink.copy;

import org.jspecify.annotations.NullMarked;
