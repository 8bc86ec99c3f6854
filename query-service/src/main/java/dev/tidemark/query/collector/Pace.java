package dev.tidemark.query.collector;

import java.time.Duration;
import java.util.Arrays;

/**
 * When a reading is due again. A slow one is repeated less often, so that it takes a small part of the time. Three slow ones in a row are
 * needed: the first one also fills caches, and this process may have been slow itself. Not thread-safe.
 */
final class Pace {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Duration interval;
    private final long share;
    private final long[] recent = new long[3];
    private int readings;
    private long dueNanos;

    /** @param share a reading takes at most this part of the time, such as 400 for a 400th */
    Pace(Duration interval, long share, long nowNanos) {
        this.interval = interval;
        this.share = share;
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
        recent[readings++ % recent.length] = end - begin;
        long elapsed = Arrays.stream(recent).min().orElse(0);
        long wait = Math.min(LONGEST.toNanos(), elapsed * share);
        // One that missed its turn follows at once.
        dueNanos = Math.max(end, begin + Math.max(interval.toNanos(), wait));
    }
}
