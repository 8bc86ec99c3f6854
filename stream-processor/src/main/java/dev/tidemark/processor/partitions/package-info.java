/** The number of partitions of the requests topic, and what has to grow with it. */
@NullMarked
package dev.tidemark.processor.partitions;

import org.jspecify.annotations.NullMarked;
