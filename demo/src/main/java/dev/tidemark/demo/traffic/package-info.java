/** Users of the shop. */
@NullMarked
package dev.tidemark.demo.traffic;

import org.jspecify.annotations.NullMarked;
