/** One class for each table that events are copied into. */
@NullMarked
package dev.tidemark.processor.sink.table;

import org.jspecify.annotations.NullMarked;
