/** What the parts of the processor count, in one form: from it come the metrics that are exposed and the samples that are published. */
@NullMarked
package dev.tidemark.processor.meter;

import org.jspecify.annotations.NullMarked;
