package dev.tidemark.processor.sink.store;

/**
 * What requests have in common, rows of a batch as the same object: no word of it has to be looked at for each of them. Immutable.
 */
final class RequestKind {
    final long dayMicros;
    final RequestLabels.Labels labels;

    /** @param dayMicros when the day began, in microseconds since the epoch */
    RequestKind(long dayMicros, RequestLabels.Labels labels) {
        this.dayMicros = dayMicros;
        this.labels = labels;
    }
}
