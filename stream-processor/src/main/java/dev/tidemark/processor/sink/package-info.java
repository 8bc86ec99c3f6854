/** Topic to PostgreSQL: each record's rows are stored once, in one transaction with the offset that follows it. */
@NullMarked
package dev.tidemark.processor.sink;

import org.jspecify.annotations.NullMarked;
