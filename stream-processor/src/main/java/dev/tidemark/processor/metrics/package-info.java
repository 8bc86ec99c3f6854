/** Metrics that several parts of the processor count, and the publication of its counters on the samples topic. */
@NullMarked
package dev.tidemark.processor.metrics;

import org.jspecify.annotations.NullMarked;
