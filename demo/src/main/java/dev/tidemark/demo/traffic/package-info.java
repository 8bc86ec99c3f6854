/** A load generator with simulated users of the shop. */
@NullMarked
package dev.tidemark.demo.traffic;

import org.jspecify.annotations.NullMarked;
