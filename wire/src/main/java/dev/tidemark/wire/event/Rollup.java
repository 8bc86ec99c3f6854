package dev.tidemark.wire.event;

import dev.tidemark.wire.sketch.LatencySketch;
import java.util.List;
import java.util.Map;

/**
 * The requests of one series in one window, as published to {@code tidemark.rollups.v1}. Values are absolute: a newer
 * record replaces the older ones of its key. Sums are whole microseconds, so they do not depend on the order of
 * addition.
 *
 * @param key series and window
 * @param count the number of requests
 * @param errors the requests with a status of 400 or above
 * @param statusClasses the number of responses with status 1xx, 2xx, 3xx, 4xx and 5xx: five numbers
 * @param errorsByType the number of requests per {@code error_type}; copied, sorted by key, so that equal rollups have
 *     equal bytes
 * @param sumMicros the sum of the durations, in microseconds
 * @param minMicros the shortest duration, in microseconds
 * @param maxMicros the longest duration, in microseconds
 * @param requestBytes the sum of the known request lengths, in bytes
 * @param responseBytes the sum of the known response lengths, in bytes
 * @param sketch the durations in microseconds; not copied, so nobody may change it after it was passed in
 */
public record Rollup(
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

    public Rollup {
        statusClasses = List.copyOf(statusClasses);
        if (statusClasses.size() != 5) {
            throw new IllegalArgumentException("statusClasses " + statusClasses + ": expected five counts, 1xx to 5xx");
        }
        errorsByType = Entries.sorted(errorsByType);
    }
}
