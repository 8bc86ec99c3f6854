/** Questions that are asked at the same time. */
@NullMarked
package dev.tidemark.query.parallel;

import org.jspecify.annotations.NullMarked;
