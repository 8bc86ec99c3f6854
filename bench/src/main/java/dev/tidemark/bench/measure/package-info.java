/** Measuring and printing figures. */
@NullMarked
package dev.tidemark.bench.measure;

import org.jspecify.annotations.NullMarked;
