/** The age of the stored data. */
@NullMarked
package dev.tidemark.query.freshness;

import org.jspecify.annotations.NullMarked;
