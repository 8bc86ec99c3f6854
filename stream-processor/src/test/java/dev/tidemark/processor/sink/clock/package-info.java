@NullMarked
package dev.tidemark.processor.sink.clock;

import org.jspecify.annotations.NullMarked;
