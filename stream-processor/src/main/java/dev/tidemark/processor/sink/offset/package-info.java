/** The stored offset and owner of each partition, the fencing of former owners, and records of loss. */
@NullMarked
package dev.tidemark.processor.sink.offset;

import org.jspecify.annotations.NullMarked;
