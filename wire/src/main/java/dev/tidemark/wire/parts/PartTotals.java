package dev.tidemark.wire.parts;

/**
 * Sums of the parts of measured requests. The times of the parts add up to {@code durationMicros} at most; the rest is the
 * application's own time. Immutable.
 *
 * @param measured the number of requests whose parts were measured
 * @param durationMicros the sum of their durations, in microseconds
 * @param dbMicros see {@link dev.tidemark.wire.event.RequestParts}, as all the following
 */
public record PartTotals(
        long measured,
        long durationMicros,
        long dbMicros,
        long dbCalls,
        long poolWaitMicros,
        long redisMicros,
        long redisCalls,
        long httpMicros,
        long httpCalls) {

    /** The time of the applications themselves, in microseconds. */
    public long applicationMicros() {
        return durationMicros - dbMicros - poolWaitMicros - redisMicros - httpMicros;
    }
}
