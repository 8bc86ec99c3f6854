/** A cache in Redis, which may be down at any time. */
@NullMarked
package dev.tidemark.demo.cache;

import org.jspecify.annotations.NullMarked;
