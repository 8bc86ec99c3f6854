package dev.tidemark.wire.event;

import dev.tidemark.wire.sketch.LatencySketch;
import java.util.List;
import java.util.Map;

/**
 * What is known of one series in one window, as it stands on {@code tidemark.rollups.v1}. The values are absolute: the
 * newest record of a key replaces the older ones. Sums are whole microseconds, so that they do not depend on order.
 *
 * @param key series and window
 * @param count the requests
 * @param errors those with a status of 400 or above
 * @param statusClasses how many answered 1xx, 2xx, 3xx, 4xx and 5xx: five numbers
 * @param errorsByType how often each {@code error_type} was seen; copied, in the order of the keys, so that
 *     equal rollups have equal bytes
 * @param sumMicros the sum of the durations, in microseconds
 * @param minMicros the shortest duration, in microseconds
 * @param maxMicros the longest duration, in microseconds
 * @param requestBytes the sum of the known request lengths, in bytes
 * @param responseBytes the sum of the known response lengths, in bytes
 * @param sketch the durations in microseconds; owned by the holder of this record, who must not change it
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
