package dev.tidemark.query.breakdown;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.wire.parts.PartTotals;
import io.micronaut.serde.annotation.Serdeable;

/**
 * Where time went, in milliseconds. The five parts add up to {@code durationMs}.
 *
 * @param applicationMs the application's own time
 * @param dbMs SQL statements
 * @param poolWaitMs waiting for a connection of a pool
 * @param redisMs Redis commands
 * @param httpMs waiting for other services
 */
@Serdeable
record PartTimes(
        double durationMs, double applicationMs, double dbMs, double poolWaitMs, double redisMs, double httpMs) {
    static final int HEAP_BYTES = HeapBytes.object(48);

    /** The sums. */
    static PartTimes sum(PartTotals totals) {
        return per(totals, 1);
    }

    /** The means of the measured requests, of which there must be one. */
    static PartTimes mean(PartTotals totals) {
        return per(totals, totals.measured());
    }

    private static PartTimes per(PartTotals totals, double count) {
        return new PartTimes(
                Rounding.millis(totals.durationMicros() / count),
                Rounding.millis(totals.applicationMicros() / count),
                Rounding.millis(totals.dbMicros() / count),
                Rounding.millis(totals.poolWaitMicros() / count),
                Rounding.millis(totals.redisMicros() / count),
                Rounding.millis(totals.httpMicros() / count));
    }
}
