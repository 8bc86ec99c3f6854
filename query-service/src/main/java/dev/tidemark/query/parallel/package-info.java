/** Running several queries at the same time. */
@NullMarked
package dev.tidemark.query.parallel;

import org.jspecify.annotations.NullMarked;
