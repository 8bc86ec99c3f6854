package dev.tidemark.ingest;

import dev.tidemark.wire.codec.Timestamps;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Converts {@link System#nanoTime()} to wall-clock time without reading the wall clock each time. Resynchronises with
 * the machine's clock every ten seconds.
 */
final class EpochClock {
    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(10);

    private record Anchor(long nanoTime, long epochMicros) {
        static Anchor now(InstantSource timeOfDay) {
            return new Anchor(System.nanoTime(), Timestamps.toMicros(timeOfDay.instant()));
        }
    }

    private final InstantSource timeOfDay;
    private volatile Anchor anchor;

    EpochClock(InstantSource timeOfDay) {
        this.timeOfDay = timeOfDay;
        this.anchor = Anchor.now(timeOfDay);
    }

    /** Microseconds since the epoch at the moment when {@code System.nanoTime()} returned {@code nanoTime}. */
    long epochMicros(long nanoTime) {
        Anchor known = anchor;
        if (nanoTime - known.nanoTime() > REFRESH_NANOS) {
            known = Anchor.now(timeOfDay);
            anchor = known;
        }
        return known.epochMicros() + Math.floorDiv(nanoTime - known.nanoTime(), 1000);
    }
}
