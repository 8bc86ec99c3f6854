/** The latency sketch against other sketches. */
@NullMarked
package dev.tidemark.bench.sketch;

import org.jspecify.annotations.NullMarked;
