/** Assembles the stream processor: {@link dev.tidemark.processor.Main} starts and stops the parts. Nothing depends on this package. */
@NullMarked
package dev.tidemark.processor;

import org.jspecify.annotations.NullMarked;
