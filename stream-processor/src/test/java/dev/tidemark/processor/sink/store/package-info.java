@NullMarked
package dev.tidemark.processor.sink.store;

import org.jspecify.annotations.NullMarked;
