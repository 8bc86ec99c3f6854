/** What the filters in the applications tell of themselves, as metrics of the processor. */
@NullMarked
package dev.tidemark.processor.filters;

import org.jspecify.annotations.NullMarked;
