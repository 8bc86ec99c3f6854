package dev.tidemark.embedded.launch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The pauses before a component is started again: they double from 0.5 s up to 30 s, and begin anew once it has run for a minute. Not
 * thread-safe.
 */
final class RestartBackoff {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration STABLE = Duration.ofSeconds(60);

    private Duration pause = FIRST;
    private @Nullable Long upSince;

    /** It is up. */
    void up(long nowNanos) {
        upSince = nowNanos;
    }

    /** How long to wait, now that it has ended or did not come up. */
    Duration next(long nowNanos) {
        if (upSince != null && nowNanos - upSince > STABLE.toNanos()) {
            pause = FIRST;
        }
        // Until it comes up, it does not run.
        upSince = null;
        Duration now = pause;
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return now;
    }
}
