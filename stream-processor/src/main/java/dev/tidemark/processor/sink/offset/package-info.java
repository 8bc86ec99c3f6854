/** How far each topic is stored: offsets, who owns a partition, fencing of former owners, and the loss of records. */
@NullMarked
package dev.tidemark.processor.sink.offset;

import org.jspecify.annotations.NullMarked;
