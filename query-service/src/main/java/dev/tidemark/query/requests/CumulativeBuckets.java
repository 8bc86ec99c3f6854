package dev.tidemark.query.requests;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The latencies of an endpoint since the start of a week, as a cumulative histogram that never falls: late windows only add to it, and if a wider
 * window is not stored yet when the narrow ones give way to it, what was counted before remains. Not thread-safe.
 */
final class CumulativeBuckets {
    /** OpenTelemetry's advice for {@code http.server.request.duration}, in microseconds. */
    private static final long[] BOUNDS = {
        5_000,
        10_000,
        25_000,
        50_000,
        75_000,
        100_000,
        250_000,
        500_000,
        750_000,
        1_000_000,
        2_500_000,
        5_000_000,
        7_500_000,
        10_000_000
    };

    /** The same in seconds, with the last one. */
    static final List<Double> BOUNDS_SECONDS = Stream.concat(
                    LongStream.of(BOUNDS).mapToObj(micros -> micros / 1e6), Stream.of(Double.POSITIVE_INFINITY))
            .toList();

    private final long[] counts = new long[BOUNDS.length + 1];
    private long sumMicros;

    /** Raises it to what {@code aggregates} hold together. */
    void raiseTo(List<LatencyAggregate> aggregates) {
        for (int i = 0; i < counts.length; i++) {
            long count = 0;
            for (LatencyAggregate aggregate : aggregates) {
                count += i < BOUNDS.length ? aggregate.countAtMost(BOUNDS[i]) : aggregate.count() - aggregate.streams();
            }
            counts[i] = Math.max(counts[i], count);
        }
        sumMicros = Math.max(
                sumMicros,
                aggregates.stream().mapToLong(LatencyAggregate::sumMicros).sum());
    }

    /** How many fell into each bucket, not cumulative. */
    List<Long> counts() {
        return LongStream.iterate(0, i -> i < counts.length, i -> i + 1)
                .mapToObj(i -> counts[(int) i] - (i == 0 ? 0 : counts[(int) i - 1]))
                .toList();
    }

    double sumSeconds() {
        return sumMicros / 1e6;
    }
}
