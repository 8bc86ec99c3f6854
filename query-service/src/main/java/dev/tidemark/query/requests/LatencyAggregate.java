package dev.tidemark.query.requests;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.wire.parts.PartTotals;
import dev.tidemark.wire.sketch.LatencySketch;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Adds up windows. Streams are counted and have no latency. Percentiles come from the merged sketch, never from other percentiles, and lie between the shortest and
 * the longest duration. Not thread-safe.
 */
final class LatencyAggregate {
    private final LatencySketch sketch = new LatencySketch();
    private long count;
    private long errors;
    private long serverErrors;
    private long streams;
    private long sumMicros;
    private long minMicros = Long.MAX_VALUE;
    private long maxMicros;
    private long skipped;
    private long skippedCount;
    private long firstWindowSeconds = Long.MAX_VALUE;
    private PartTotals parts = PartTotals.NONE;

    void add(RollupQueries.Window row) {
        count += row.count();
        errors += row.errors();
        serverErrors += row.serverErrors();
        streams += row.streams();
        sumMicros = sum(sumMicros, row.sumMicros());
        if (row.latencies() > 0) {
            minMicros = Math.min(minMicros, row.minMicros());
        }
        maxMicros = Math.max(maxMicros, row.maxMicros());
        skipped += row.skipped();
        skippedCount += row.skippedCount();
        if (row.count() > 0) {
            firstWindowSeconds = Math.min(firstWindowSeconds, row.windowStartSeconds());
        }
        parts = parts.plus(row.parts());
        sketch.mergeBytes(row.sketch());
    }

    void add(LatencyAggregate other) {
        count += other.count;
        errors += other.errors;
        serverErrors += other.serverErrors;
        streams += other.streams;
        sumMicros = sum(sumMicros, other.sumMicros);
        minMicros = Math.min(minMicros, other.minMicros);
        maxMicros = Math.max(maxMicros, other.maxMicros);
        skipped += other.skipped;
        skippedCount += other.skippedCount;
        firstWindowSeconds = Math.min(firstWindowSeconds, other.firstWindowSeconds);
        parts = parts.plus(other.parts);
        sketch.merge(other.sketch);
    }

    /** All of it as one window. */
    RollupQueries.Window window(long startSeconds, int endpointId) {
        return new RollupQueries.Window(
                startSeconds,
                endpointId,
                count,
                errors,
                serverErrors,
                sumMicros,
                minMicros,
                maxMicros,
                sketch.toBytes(),
                streams,
                skipped,
                skippedCount,
                parts.measured(),
                parts.durationMicros(),
                parts.dbMicros(),
                parts.poolWaitMicros(),
                parts.redisMicros(),
                parts.httpMicros());
    }

    /** The longest sum that is stored stands for all longer ones. */
    private static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** The number of windows that are not in it, because they could not be merged. */
    long skipped() {
        return skipped;
    }

    long count() {
        return count;
    }

    /** The streams among the requests. */
    long streams() {
        return streams;
    }

    /** The requests that are no streams by the octave of their duration. */
    long[] countsByOctave() {
        return sketch.countsByOctave();
    }

    /** Whether there are requests, and all of them are streams: their latency is unknown. */
    boolean hasOnlyStreams() {
        return streams > 0 && streams == count;
    }

    /** Where the time of its measured requests went; without the numbers of calls. */
    PartTotals parts() {
        return parts;
    }

    long errors() {
        return errors;
    }

    long serverErrors() {
        return serverErrors;
    }

    long sumMicros() {
        return sumMicros;
    }

    /** When the first of the windows starts; {@link Instant#MAX} of nothing. */
    Instant firstWindow() {
        return count == 0 ? Instant.MAX : Instant.ofEpochSecond(firstWindowSeconds);
    }

    /** The mean in milliseconds; 0 of nothing, null of streams only. */
    @Nullable Double averageMillis() {
        return known(count == streams ? 0 : (double) sumMicros / (count - streams));
    }

    /** The longest in milliseconds; 0 of nothing, null of streams only. */
    @Nullable Double maxMillis() {
        return known(maxMicros);
    }

    /** The percentile in milliseconds, between 0 and 1; 0 of nothing, null of streams only. */
    @Nullable Double millisAt(double quantile) {
        return known(count == streams ? 0 : sketch.quantile(quantile, minMicros, maxMicros));
    }

    private @Nullable Double known(double micros) {
        return hasOnlyStreams() ? null : (Double) Rounding.millis(micros);
    }
}
