/** Benchmarks. Each figure is a ratio to a peer or to a limit that is measured in the same run. */
@NullMarked
package dev.tidemark.bench;

import org.jspecify.annotations.NullMarked;
