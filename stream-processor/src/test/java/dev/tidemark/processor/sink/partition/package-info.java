@NullMarked
package dev.tidemark.processor.sink.partition;

import org.jspecify.annotations.NullMarked;
