package dev.tidemark.query.requests;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.wire.sketch.LatencySketch;

/** Adds up windows. Percentiles come from the merged sketch, never from other percentiles. Not thread-safe. */
final class LatencyAggregate {
    private final LatencySketch sketch = new LatencySketch();
    private long count;
    private long errors;
    private long serverErrors;
    private long sumMicros;
    private long maxMicros;

    void add(RollupQueries.Window row) {
        count += row.count();
        errors += row.errors();
        serverErrors += row.serverErrors();
        sumMicros += row.sumMicros();
        maxMicros = Math.max(maxMicros, row.maxMicros());
        sketch.mergeBytes(row.sketch());
    }

    void add(LatencyAggregate other) {
        count += other.count;
        errors += other.errors;
        serverErrors += other.serverErrors;
        sumMicros += other.sumMicros;
        maxMicros = Math.max(maxMicros, other.maxMicros);
        sketch.merge(other.sketch);
    }

    /** All of it as one window. */
    RollupQueries.Window window(long startSeconds, int endpointId) {
        return new RollupQueries.Window(
                startSeconds, endpointId, count, errors, serverErrors, sumMicros, maxMicros, sketch.toBytes());
    }

    long count() {
        return count;
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

    double averageMillis() {
        return count == 0 ? 0 : Rounding.millis((double) sumMicros / count);
    }

    double maxMillis() {
        return Rounding.millis(maxMicros);
    }

    /** The percentile in milliseconds, between 0 and 1; 0 of nothing. */
    double millisAt(double quantile) {
        return count == 0 ? 0 : Rounding.millis(sketch.quantile(quantile));
    }
}
