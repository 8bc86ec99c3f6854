@NullMarked
package dev.tidemark.processor.sink.table;

import org.jspecify.annotations.NullMarked;
