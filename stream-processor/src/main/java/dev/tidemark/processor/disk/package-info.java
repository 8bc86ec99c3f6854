/** Measures the folders of Kafka and of the state stores. */
@NullMarked
package dev.tidemark.processor.disk;

import org.jspecify.annotations.NullMarked;
