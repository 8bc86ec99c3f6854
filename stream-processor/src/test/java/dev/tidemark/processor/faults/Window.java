package dev.tidemark.processor.faults;

import dev.tidemark.wire.event.RollupKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A window, from a replay without faults or as stored.
 *
 * @param sketch the bytes of its sketch
 */
record Window(Values values, byte[] sketch) {
    /**
     * All columns except the sketch, with the meaning of {@link dev.tidemark.wire.event.Rollup}.
     *
     * @param parts the nine sums in the order of {@link dev.tidemark.wire.parts.PartTotals}; empty if no request was measured
     * @param partsByOctave the same by the octave of the duration
     */
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
            Map<String, Long> errorsByType,
            List<Long> parts,
            Map<Integer, List<Long>> partsByOctave) {

        Values withoutParts() {
            return new Values(
                    count,
                    errors,
                    streams,
                    statusClasses,
                    sumMicros,
                    minMicros,
                    maxMicros,
                    requestBytes,
                    responseBytes,
                    errorsByType,
                    List.of(),
                    Map.of());
        }
    }

    static Map<RollupKey, Window> withoutParts(Map<RollupKey, Window> windows) {
        Map<RollupKey, Window> bare = new HashMap<>();
        windows.forEach(
                (key, window) -> bare.put(key, new Window(window.values().withoutParts(), window.sketch())));
        return bare;
    }

    long count() {
        return values.count();
    }
}
