package dev.tidemark.query.collector;

import java.time.Duration;

/**
 * When a reading is due again. It takes at most a 100th of the time: a slow one is repeated less often. Two slow ones in a row are needed,
 * because the first one also fills caches. Not thread-safe.
 */
final class Pace {
    private static final long SHARE = 100;
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Duration interval;
    private long before;
    private long dueNanos;

    Pace(Duration interval, long nowNanos) {
        this.interval = interval;
        this.dueNanos = nowNanos;
    }

    long dueNanos() {
        return dueNanos;
    }

    /** The server did not answer, which says nothing about the reading. */
    void failed(long end) {
        dueNanos = end + Math.max(interval.toNanos(), RETRY.toNanos());
    }

    /** A reading that pauses by itself has ended. */
    void paused(long end) {
        dueNanos = end + interval.toNanos();
    }

    /** A reading took from {@code begin} to {@code end}. */
    void took(long begin, long end) {
        long elapsed = end - begin;
        long wait = Math.min(LONGEST.toNanos(), Math.min(elapsed, before) * SHARE);
        before = elapsed;
        dueNanos = begin + Math.max(interval.toNanos(), wait);
        if (dueNanos - end < 0) {
            // It missed its turn.
            dueNanos = end;
        }
    }
}
