/** Creates partitions and drops those whose retention has passed. */
@NullMarked
package dev.tidemark.processor.sink.partition;

import org.jspecify.annotations.NullMarked;
