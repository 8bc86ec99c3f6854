@NullMarked
package dev.tidemark.processor.sink.dimension;

import org.jspecify.annotations.NullMarked;
