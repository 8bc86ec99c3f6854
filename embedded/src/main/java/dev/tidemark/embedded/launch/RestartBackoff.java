package dev.tidemark.embedded.launch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The pauses before a component is restarted: they double from 0.5 s to 30 s, and start over after it has run for a minute. Not
 * thread-safe.
 */
final class RestartBackoff {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration STABLE = Duration.ofSeconds(60);

    private Duration pause = FIRST;
    private @Nullable Long upSince;

    /** Notes that the component is up. */
    void up(long nowNanos) {
        upSince = nowNanos;
    }

    /** Returns the next pause, after the component has ended or did not come up. */
    Duration next(long nowNanos) {
        if (upSince != null && nowNanos - upSince > STABLE.toNanos()) {
            pause = FIRST;
        }
        // It counts as running only once it is up.
        upSince = null;
        Duration now = pause;
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return now;
    }
}
