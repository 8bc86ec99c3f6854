package dev.tidemark.wire.event;

import dev.tidemark.wire.parts.PartSums;
import dev.tidemark.wire.sketch.LatencySketch;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one series in one window, as published to {@code tidemark.rollups.v1}. Values are absolute: a newer
 * record replaces the older ones of its key. Sums are whole microseconds, so they do not depend on the order of
 * addition.
 *
 * @param key series and window
 * @param count the number of requests
 * @param errors the requests that are errors: {@link RequestEvent#isError()}
 * @param streams the requests that were streams; they are in no duration below
 * @param statusClasses the number of responses with status 1xx, 2xx, 3xx, 4xx and 5xx: five numbers
 * @param errorsByType the number of requests per {@code error_type}; copied, sorted by key, so that equal rollups have
 *     equal bytes
 * @param sumMicros the sum of the durations, in microseconds
 * @param minMicros the shortest duration, in microseconds; 0 if all requests were streams
 * @param maxMicros the longest duration, in microseconds; 0 if all requests were streams
 * @param requestBytes the sum of the known request lengths, in bytes
 * @param responseBytes the sum of the known response lengths, in bytes
 * @param sketch the durations in microseconds; not copied, so nobody may change it after it was passed in
 * @param parts where the time of the measured requests went; null if none was measured; not copied either
 */
public record Rollup(
        RollupKey key,
        long count,
        long errors,
        long streams,
        List<Long> statusClasses,
        Map<String, Long> errorsByType,
        long sumMicros,
        long minMicros,
        long maxMicros,
        long requestBytes,
        long responseBytes,
        LatencySketch sketch,
        @Nullable PartSums parts) {

    /**
     * The most requests of a window that can be merged with others: 19 million a second for an hour. So many windows fit into a sum of
     * 64 bits.
     */
    public static final long MAX_COUNT = 1L << 36;

    public Rollup {
        statusClasses = List.copyOf(statusClasses);
        if (statusClasses.size() != 5) {
            throw new IllegalArgumentException("statusClasses " + statusClasses + ": expected five counts, 1xx to 5xx");
        }
        errorsByType = Entries.sorted(errorsByType);
    }

    /** A window without streams and without measured parts. */
    public Rollup(
            RollupKey key,
            long count,
            long errors,
            List<Long> statusClasses,
            Map<String, Long> errorsByType,
            long sumMicros,
            long minMicros,
            long maxMicros,
            long requestBytes,
            long responseBytes,
            LatencySketch sketch) {
        this(
                key,
                count,
                errors,
                0,
                statusClasses,
                errorsByType,
                sumMicros,
                minMicros,
                maxMicros,
                requestBytes,
                responseBytes,
                sketch,
                null);
    }

    /** Whether all its requests were streams, so that it has no durations. */
    public boolean hasOnlyStreams() {
        return streams > 0 && streams == count;
    }

    /** Why this window cannot be merged with others, as a sentence; null if it can be. */
    public @Nullable String conflict() {
        long responses = 0;
        for (long n : statusClasses) {
            if (n < 0 || n > count || n > count - responses) {
                return "status classes " + statusClasses + ": expected 0 or more each, and the count of " + count
                        + " at most in total";
            }
            responses += n;
        }
        if (requestBytes < 0 || responseBytes < 0) {
            return "request_bytes " + requestBytes + " and response_bytes " + responseBytes + ": expected 0 or more";
        }
        String conflict = conflict(count, errors, streams, sumMicros, minMicros, maxMicros, sketch.count());
        return conflict == null && parts != null ? conflict(parts, count - streams) : conflict;
    }

    /**
     * Why numbers of one window contradict one another, or are larger than any window's, as a sentence; null if they do not.
     *
     * @param sketchCount the number of durations in the sketch
     */
    public static @Nullable String conflict(
            long count, long errors, long streams, long sumMicros, long minMicros, long maxMicros, long sketchCount) {
        if (count < 1 || count > MAX_COUNT) {
            return "count " + count + ": expected 1 to " + MAX_COUNT;
        }
        if (errors < 0 || errors > count) {
            return "errors " + errors + ": expected 0 to the count of " + count;
        }
        if (streams < 0 || streams > count) {
            return "streams " + streams + ": expected 0 to the count of " + count;
        }
        long durations = count - streams;
        if (sketchCount != durations) {
            return "a sketch of " + sketchCount + " durations: expected the count of " + count
                    + (streams == 0 ? "" : " without " + streams + " streams");
        }
        if (minMicros < 0 || minMicros > maxMicros || maxMicros > RequestEvent.MAX_DURATION_MICROS) {
            return "min_us " + minMicros + " and max_us " + maxMicros + ": expected 0 <= min_us <= max_us <= "
                    + RequestEvent.MAX_DURATION_MICROS;
        }
        if (sumMicros < maxMicros) {
            return "sum_us " + sumMicros + ": expected at least the longest duration, " + maxMicros;
        }
        // A sum, too, stops at the largest number.
        long least = saturatedProduct(durations, minMicros);
        long most = saturatedProduct(durations, maxMicros);
        return sumMicros < least || sumMicros > most
                ? "sum_us " + sumMicros + ": expected " + least + " to " + most + ", for " + durations
                        + " durations of " + minMicros + " to " + maxMicros
                : null;
    }

    /** Why sums of parts contradict one another or the number of requests, as a sentence; null if they do not. */
    public static @Nullable String conflict(PartSums parts, long durations) {
        long measured = parts.total().measured();
        return measured > durations
                ? "parts of " + measured + " requests: expected at most " + durations + ", those with a duration"
                : parts.conflict();
    }

    private static long saturatedProduct(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
    }
}
