package dev.tidemark.processor.sink.table;

import dev.tidemark.processor.sink.dimension.RequestLabels;

/** The day (UTC) and labels that requests share. Most rows of a batch that share them have the same object. Immutable. */
final class RequestKind {
    final long dayMicros;
    final RequestLabels.Labels labels;

    /** @param dayMicros when the day began, in microseconds since the epoch */
    RequestKind(long dayMicros, RequestLabels.Labels labels) {
        this.dayMicros = dayMicros;
        this.labels = labels;
    }
}
