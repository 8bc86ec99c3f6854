package dev.tidemark.processor.sink.table;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.SampleEvent;

/**
 * The memory of decoded events, about. A small record can become large objects: a sketch of two durations that are far apart, or a
 * thousand short fields.
 */
public final class RowBytes {
    /** The event's place in a batch. */
    private static final int PLACE = HeapBytes.object(8) + 8;

    /** A row and its kind; most of its names belong to others, too. */
    private static final int REQUEST =
            PLACE + HeapBytes.object(72) + HeapBytes.object(12) + HeapBytes.object(20) + HeapBytes.object(8);

    private RowBytes() {}

    public static int of(Object event) {
        return switch (event) {
            case RequestRow request -> request.parts == null ? REQUEST : REQUEST + HeapBytes.object(56);
            case Rollup rollup -> PLACE + of(rollup);
            case CallSummary call -> PLACE + of(call);
            case LogEvent line -> PLACE + of(line);
            case SampleEvent sample -> PLACE + HeapBytes.object(36) + HeapBytes.of(sample.metadata());
            default -> PLACE;
        };
    }

    private static int of(Rollup rollup) {
        int bytes = HeapBytes.object(88) + HeapBytes.object(16) + 5 * HeapBytes.NUMBER;
        for (String type : rollup.errorsByType().keySet()) {
            bytes += HeapBytes.TREE_ENTRY + HeapBytes.NUMBER + HeapBytes.of(type);
        }
        return bytes
                + HeapBytes.of(rollup.key().series().route())
                + rollup.sketch().heapBytes()
                + (rollup.parts() == null ? 0 : rollup.parts().heapBytes());
    }

    private static int of(CallSummary call) {
        return HeapBytes.object(72)
                + 3 * HeapBytes.NUMBER
                + HeapBytes.of(call.method())
                + HeapBytes.of(call.route())
                + HeapBytes.of(call.target())
                + HeapBytes.of(call.operation())
                + call.sketch().heapBytes();
    }

    private static int of(LogEvent line) {
        return HeapBytes.object(52)
                + HeapBytes.of(line.logger())
                + HeapBytes.of(line.thread())
                + HeapBytes.of(line.message())
                + HeapBytes.of(line.errorType())
                + HeapBytes.of(line.stackTrace())
                + HeapBytes.of(line.fields());
    }
}
