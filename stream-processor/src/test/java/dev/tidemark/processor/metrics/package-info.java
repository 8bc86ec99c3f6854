@NullMarked
package dev.tidemark.processor.metrics;

import org.jspecify.annotations.NullMarked;
