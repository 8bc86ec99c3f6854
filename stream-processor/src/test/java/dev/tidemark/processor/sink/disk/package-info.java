@NullMarked
package dev.tidemark.processor.sink.disk;

import org.jspecify.annotations.NullMarked;
