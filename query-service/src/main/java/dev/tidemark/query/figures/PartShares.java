package dev.tidemark.query.figures;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.wire.parts.PartTotals;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The share of each part in the time of measured requests, with four decimals. They add up to 1.
 *
 * @param application the application's own time
 * @param db SQL statements
 * @param poolWait waiting for a connection of a pool
 * @param redis Redis commands
 * @param http waiting for other services
 */
@Serdeable
public record PartShares(double application, double db, double poolWait, double redis, double http) {
    /** The memory of one, about. */
    public static final int HEAP_BYTES = HeapBytes.object(40);

    private static final long WHOLE = 10_000;

    /** The shares of {@code totals}; null if no request was measured. */
    public static @Nullable PartShares of(PartTotals totals) {
        if (totals.measured() == 0) {
            return null;
        }
        double whole = Math.max(1, totals.durationMicros());
        long[] shares = {
            rounded(totals.dbMicros(), whole),
            rounded(totals.poolWaitMicros(), whole),
            rounded(totals.redisMicros(), whole),
            rounded(totals.httpMicros(), whole)
        };
        long rest = WHOLE - Arrays.stream(shares).sum();
        if (rest < 0) {
            // All of them were rounded up.
            int largest = 0;
            for (int i = 1; i < shares.length; i++) {
                largest = shares[i] > shares[largest] ? i : largest;
            }
            shares[largest] += rest;
            rest = 0;
        }
        return new PartShares(share(rest), share(shares[0]), share(shares[1]), share(shares[2]), share(shares[3]));
    }

    private static long rounded(long micros, double whole) {
        return Math.round(micros / whole * WHOLE);
    }

    private static double share(long parts) {
        return (double) parts / WHOLE;
    }
}
