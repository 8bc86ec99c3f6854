package dev.tidemark.query.breakdown;

import dev.tidemark.query.figures.PartShares;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.wire.parts.PartTotals;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the measured requests. Their shares add up to 1.
 *
 * @param totalMs the sum of the durations
 * @param meanMs the mean duration
 * @param application the application's own time
 * @param db SQL statements
 * @param poolWait waiting for a connection of a pool
 * @param redis Redis commands
 * @param http waiting for other services
 */
@Serdeable
record Parts(double totalMs, double meanMs, Part application, Part db, Part poolWait, Part redis, Part http) {

    /**
     * One part.
     *
     * @param totalMs its time in all requests
     * @param meanMs its time in a request
     * @param share its share in the time of the requests, from 0 to 1
     * @param calls the number of calls; null for a part that is not counted in calls
     * @param callsPerRequest the mean number of calls of a request
     */
    @Serdeable
    record Part(
            double totalMs,
            double meanMs,
            double share,
            @Nullable Long calls,
            @Nullable Double callsPerRequest) {
        static Part of(long micros, double share, @Nullable Long calls, long requests) {
            return new Part(
                    Rounding.millis(micros),
                    Rounding.millis((double) micros / requests),
                    share,
                    calls,
                    calls == null ? null : (Double) Rounding.three((double) calls / requests));
        }
    }

    /** Null if no request was measured. */
    static @Nullable Parts of(PartTotals totals) {
        PartShares shares = PartShares.of(totals);
        if (shares == null) {
            return null;
        }
        long requests = totals.measured();
        return new Parts(
                Rounding.millis(totals.durationMicros()),
                Rounding.millis((double) totals.durationMicros() / requests),
                Part.of(totals.applicationMicros(), shares.application(), null, requests),
                Part.of(totals.dbMicros(), shares.db(), totals.dbCalls(), requests),
                Part.of(totals.poolWaitMicros(), shares.poolWait(), null, requests),
                Part.of(totals.redisMicros(), shares.redis(), totals.redisCalls(), requests),
                Part.of(totals.httpMicros(), shares.http(), totals.httpCalls(), requests));
    }
}
