/** The stored samples: series of gauges over a span, and their newest readings. */
@NullMarked
package dev.tidemark.query.samples;

import org.jspecify.annotations.NullMarked;
