/** The stream processor as a process: {@link dev.tidemark.processor.Main} and what it is put together from. */
@NullMarked
package dev.tidemark.processor;

import org.jspecify.annotations.NullMarked;
