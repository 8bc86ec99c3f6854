package dev.tidemark.query.errors;

import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.wire.event.Series;
import org.jspecify.annotations.Nullable;

/**
 * How often an endpoint had a type of error.
 *
 * @param type null for errors without one
 * @param first the window of the first
 * @param last the window of the last
 */
record ErrorCount(int endpointId, Series series, @Nullable String type, long count, Segment first, Segment last) {

    ErrorCount between(Segment newFirst, Segment newLast) {
        return new ErrorCount(endpointId, series, type, count, newFirst, newLast);
    }
}
