/** Counters of the monitored servers: how much they rose in a span. */
@NullMarked
package dev.tidemark.query.counters;

import org.jspecify.annotations.NullMarked;
