/** Stores topics in PostgreSQL. The rows of a record are stored exactly once, in one transaction with the next offset. */
@NullMarked
package dev.tidemark.processor.sink;

import org.jspecify.annotations.NullMarked;
