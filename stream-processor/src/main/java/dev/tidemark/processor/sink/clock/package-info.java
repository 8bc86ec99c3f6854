/** A time for retention that a step of the clock does not lead astray. */
@NullMarked
package dev.tidemark.processor.sink.clock;

import org.jspecify.annotations.NullMarked;
