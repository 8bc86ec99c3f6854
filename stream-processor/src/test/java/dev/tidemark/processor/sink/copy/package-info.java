@NullMarked
package dev.tidemark.processor.sink.copy;

import org.jspecify.annotations.NullMarked;
