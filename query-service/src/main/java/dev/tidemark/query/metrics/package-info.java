/** Exposes the metrics of this service. The parts describe and provide their own. */
@NullMarked
package dev.tidemark.query.metrics;

import org.jspecify.annotations.NullMarked;
