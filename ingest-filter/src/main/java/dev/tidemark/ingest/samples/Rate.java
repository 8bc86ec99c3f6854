package dev.tidemark.ingest.samples;

import java.util.OptionalDouble;

/** Computes the rate of a monotonic counter from its readings. For one thread. */
final class Rate {
    private static final double NANOS_PER_SECOND = 1e9;

    private long lastCount;
    private long lastNanos;
    private boolean begun;

    /** The increase per second since the last reading; empty for the first reading, and after a decrease. */
    OptionalDouble next(long count) {
        return next(count, System.nanoTime());
    }

    OptionalDouble next(long count, long nanos) {
        long rise = count - lastCount;
        long time = nanos - lastNanos;
        boolean known = begun && rise >= 0 && time > 0;
        begun = true;
        lastCount = count;
        lastNanos = nanos;
        return known ? OptionalDouble.of(rise * NANOS_PER_SECOND / time) : OptionalDouble.empty();
    }
}
