/** Reports the counters of the filters in all applications as metrics of the processor. */
@NullMarked
package dev.tidemark.processor.filters;

import org.jspecify.annotations.NullMarked;
