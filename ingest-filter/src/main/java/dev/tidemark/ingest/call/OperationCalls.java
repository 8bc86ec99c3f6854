package dev.tidemark.ingest.call;

import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.sketch.LatencySketch;
import org.jspecify.annotations.Nullable;

/** The calls of one operation within one request. Not thread-safe; used again for other requests. */
final class OperationCalls extends CallTotals {
    /** The most times that are kept as they are; more go into a sketch. */
    private static final int FEW = 16;

    private Operation operation = Operation.other(CallKind.DB);
    private final long[] times = new long[FEW];
    private int timesCount;
    private @Nullable LatencySketch sketch;

    Operation operation() {
        return operation;
    }

    /** From now on, it is of another operation. */
    void of(Operation other) {
        // To write a reference costs the garbage collector more than to read one, and most requests are alike.
        if (operation != other) {
            operation = other;
        }
    }

    @Override
    void clear() {
        super.clear();
        timesCount = 0;
        if (sketch != null) {
            sketch = null;
        }
    }

    void call(long micros, boolean failed) {
        add(micros, failed);
        if (timesCount == FEW) {
            LatencySketch many = sketch == null ? new LatencySketch() : sketch;
            sketch = many;
            addTimesTo(many);
            timesCount = 0;
        }
        times[timesCount++] = micros;
    }

    /** Lets a call of {@code micros} take {@code by} longer. */
    void resumed(long micros, long by) {
        extend(micros + by, by);
        for (int i = timesCount - 1; i >= 0; i--) {
            if (times[i] == micros) {
                times[i] = micros + by;
                return;
            }
        }
    }

    void mergeInto(LatencySketch all) {
        addTimesTo(all);
        if (sketch != null) {
            all.merge(sketch);
        }
    }

    private void addTimesTo(LatencySketch all) {
        for (int i = 0; i < timesCount; i++) {
            all.add(times[i]);
        }
    }
}
