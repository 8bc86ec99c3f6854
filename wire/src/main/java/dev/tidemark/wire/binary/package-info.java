/** Numbers of variable length in byte arrays: the one codec that batches, sketches and state stores share. */
@NullMarked
package dev.tidemark.wire.binary;

import org.jspecify.annotations.NullMarked;
