/** Counters of the monitored servers, and their increase over a time span. */
@NullMarked
package dev.tidemark.query.counters;

import org.jspecify.annotations.NullMarked;
