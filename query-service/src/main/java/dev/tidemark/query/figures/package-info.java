/** How numbers are rounded before they leave the service. */
@NullMarked
package dev.tidemark.query.figures;

import org.jspecify.annotations.NullMarked;
