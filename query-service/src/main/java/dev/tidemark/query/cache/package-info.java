/** Short-lived caching of answers. */
@NullMarked
package dev.tidemark.query.cache;

import org.jspecify.annotations.NullMarked;
