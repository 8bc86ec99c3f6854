/** How far the processor is behind its topics, in records and in seconds. */
@NullMarked
package dev.tidemark.processor.lag;

import org.jspecify.annotations.NullMarked;
