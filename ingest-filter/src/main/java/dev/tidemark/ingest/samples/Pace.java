package dev.tidemark.ingest.samples;

import dev.tidemark.wire.metric.Gauge.Frequency;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Spaces readings so that each takes at most a small share of a processor, however long it lasts. For one thread. */
final class Pace {
    /** A reading takes at most a 250th of the time: 0.4 %. */
    private static final long TIMES = 250;

    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(4);

    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private boolean begun;
    private long due;

    Pace(Frequency frequency, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        // Less, because the sampler is not exactly on time.
        intervalNanos = frequency.interval().toNanos() / 10 * 9;
    }

    /** Runs a reading if it is due. */
    void run(Runnable reading) {
        long begin = nanoTime.getAsLong();
        if (isDue(begin)) {
            // Also if it throws: what cannot be read must not be tried at every interval.
            begun = true;
            due = begin + intervalNanos;
            reading.run();
            ran(begin, nanoTime.getAsLong());
        }
    }

    private boolean isDue(long now) {
        return !begun || now - due >= 0;
    }

    private void ran(long begin, long end) {
        due = begin + Math.max(intervalNanos, Math.min(LONGEST_NANOS, (end - begin) * TIMES));
    }
}
