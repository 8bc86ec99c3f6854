package dev.tidemark.processor.faults;

import java.util.List;
import java.util.Map;

/**
 * A window: as a replay without faults comes to it, or as it is stored.
 *
 * @param sketch its bytes
 */
record Window(Values values, byte[] sketch) {
    /** All columns but the sketch's, in the meaning of {@link dev.tidemark.wire.event.Rollup}. */
    record Values(
            long count,
            long errors,
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
