/** Rounding, and figures that are unknown. */
@NullMarked
package dev.tidemark.query.figures;

import org.jspecify.annotations.NullMarked;
