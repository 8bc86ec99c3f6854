/** Plans of statements as PostgreSQL's {@code EXPLAIN} says them: which statements may be explained, their shape, their text and the indexes they ask for. */
@NullMarked
package dev.tidemark.query.explain;

import org.jspecify.annotations.NullMarked;
