package dev.tidemark.wire.parts;

import org.jspecify.annotations.Nullable;

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

    /** Of no request. */
    public static final PartTotals NONE = new PartTotals(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** The time of the applications themselves, in microseconds. */
    public long applicationMicros() {
        return durationMicros - dbMicros - poolWaitMicros - redisMicros - httpMicros;
    }

    /**
     * Why these cannot be the sums of a window, as a sentence; null if they can.
     *
     * @param durations the requests of the window that have a duration
     */
    public @Nullable String conflict(long durations) {
        if (measured < 0 || measured > durations) {
            return "parts of " + measured + " requests: expected 0 to " + durations + ", those with a duration";
        }
        long rest = durationMicros;
        for (long part : new long[] {dbMicros, poolWaitMicros, redisMicros, httpMicros}) {
            if (part < 0 || part > rest) {
                return "parts of requests: expected 0 or more, and at most their durations, " + durationMicros
                        + " us, in total";
            }
            rest -= part;
        }
        return dbCalls < 0 || redisCalls < 0 || httpCalls < 0
                ? "calls " + dbCalls + ", " + redisCalls + " and " + httpCalls + ": expected 0 or more"
                : null;
    }

    /** These and {@code other}; sums stop at the largest number. */
    public PartTotals plus(PartTotals other) {
        return new PartTotals(
                PartSums.sum(measured, other.measured),
                PartSums.sum(durationMicros, other.durationMicros),
                PartSums.sum(dbMicros, other.dbMicros),
                PartSums.sum(dbCalls, other.dbCalls),
                PartSums.sum(poolWaitMicros, other.poolWaitMicros),
                PartSums.sum(redisMicros, other.redisMicros),
                PartSums.sum(redisCalls, other.redisCalls),
                PartSums.sum(httpMicros, other.httpMicros),
                PartSums.sum(httpCalls, other.httpCalls));
    }
}
