/** How figures are made and told. */
@NullMarked
package dev.tidemark.bench.measure;

import org.jspecify.annotations.NullMarked;
