package dev.tidemark.processor.sink.table;

import dev.tidemark.processor.sink.dimension.RequestLabels;

/**
 * The day (UTC) and labels that many requests share. Most rows of a batch with the same day and labels share one
 * object. Immutable.
 */
final class RequestKind {
    final long dayMicros;
    final RequestLabels.Labels labels;

    /** @param dayMicros the start of the day, in microseconds since the epoch */
    RequestKind(long dayMicros, RequestLabels.Labels labels) {
        this.dayMicros = dayMicros;
        this.labels = labels;
    }
}
