/** Varints in byte arrays: one implementation for request batches, sketches and state stores. */
@NullMarked
package dev.tidemark.wire.binary;

import org.jspecify.annotations.NullMarked;
