/** Answers that are kept for a moment. */
@NullMarked
package dev.tidemark.query.cache;

import org.jspecify.annotations.NullMarked;
