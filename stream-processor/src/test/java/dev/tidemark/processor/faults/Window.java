package dev.tidemark.processor.faults;

import java.util.List;
import java.util.Map;

/**
 * A window, from a replay without faults or as stored.
 *
 * @param sketch the bytes of its sketch
 */
record Window(Values values, byte[] sketch) {
    /** All columns except the sketch, with the meaning of {@link dev.tidemark.wire.event.Rollup}. */
    record Values(
            long count,
            long errors,
            long streams,
            List<Long> statusClasses,
            long sumMicros,
            long minMicros,
            long maxMicros,
            long requestBytes,
            long responseBytes,
            Map<String, Long> errorsByType) {}

    long count() {
        return values.count();
    }
}
