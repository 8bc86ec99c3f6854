/** Redis that may be away at any time. */
@NullMarked
package dev.tidemark.demo.cache;

import org.jspecify.annotations.NullMarked;
