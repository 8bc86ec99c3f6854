@NullMarked
package dev.tidemark.processor.sink.postgres;

import org.jspecify.annotations.NullMarked;
