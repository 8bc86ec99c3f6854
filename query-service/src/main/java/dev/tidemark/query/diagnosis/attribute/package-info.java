/** Which parts and calls a change of the mean latency comes from. Pure functions of sums. */
@NullMarked
package dev.tidemark.query.diagnosis.attribute;

import org.jspecify.annotations.NullMarked;
