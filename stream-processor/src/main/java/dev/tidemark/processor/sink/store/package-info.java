/** The PostgreSQL side of the sink: connections, offsets, dimensions, partitions, and one class for each table that is copied into. */
@NullMarked
package dev.tidemark.processor.sink.store;

import org.jspecify.annotations.NullMarked;
