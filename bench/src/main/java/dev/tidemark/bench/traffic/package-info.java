/** Requests as applications send them. */
@NullMarked
package dev.tidemark.bench.traffic;

import org.jspecify.annotations.NullMarked;
