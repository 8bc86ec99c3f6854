@NullMarked
package dev.tidemark.processor.sink;

import org.jspecify.annotations.NullMarked;
