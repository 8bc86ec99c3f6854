package dev.tidemark.query.diagnosis.detect;

import dev.tidemark.wire.sketch.LatencySketch;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The requests of an endpoint or a service in one window, or in several that follow one another.
 *
 * @param requests all requests
 * @param latencies those that have a latency: all but streams
 * @param clientErrors those answered 4xx
 * @param serverErrors those answered 5xx
 * @param sumMicros the sum of the latencies
 * @param maxMicros the longest
 * @param sketch their distribution; null if nothing but counts is known
 */
public record Window(
        Instant start,
        Duration width,
        long requests,
        long latencies,
        long clientErrors,
        long serverErrors,
        double sumMicros,
        double maxMicros,
        byte @Nullable [] sketch) {

    public Instant end() {
        return start.plus(width);
    }

    /** The mean latency without the slowest request, in milliseconds: one slow request is not a slow endpoint. */
    double typicalMillis() {
        return latencies < 2 ? sumMicros / 1000 : (sumMicros - maxMicros) / (latencies - 1) / 1000;
    }

    /** The quantile {@code q} of the latencies in milliseconds; null if unknown. */
    @Nullable Double quantileMillis(double q) {
        if (sketch == null || latencies == 0) {
            return null;
        }
        return LatencySketch.fromBytes(sketch).quantile(q) / 1000;
    }

    /** This window and {@code next}, which follows. */
    Window plus(Window next) {
        return new Window(
                start,
                Duration.between(start, next.end()),
                requests + next.requests,
                latencies + next.latencies,
                clientErrors + next.clientErrors,
                serverErrors + next.serverErrors,
                sumMicros + next.sumMicros,
                Math.max(maxMicros, next.maxMicros),
                merged(sketch, next.sketch));
    }

    private static byte @Nullable [] merged(byte @Nullable [] first, byte @Nullable [] second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        LatencySketch sum = LatencySketch.fromBytes(first);
        sum.mergeBytes(second);
        return sum.toBytes();
    }
}
