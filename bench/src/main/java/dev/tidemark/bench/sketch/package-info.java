/** Compares the latency sketch to other sketches. */
@NullMarked
package dev.tidemark.bench.sketch;

import org.jspecify.annotations.NullMarked;
