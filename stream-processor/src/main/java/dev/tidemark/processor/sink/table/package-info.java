/** The tables that events are copied into, one class each. */
@NullMarked
package dev.tidemark.processor.sink.table;

import org.jspecify.annotations.NullMarked;
