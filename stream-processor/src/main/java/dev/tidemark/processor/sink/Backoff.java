package dev.tidemark.processor.sink;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses that double from 100 ms up to a maximum; each is shortened at random by up to a half. Not thread-safe. */
final class Backoff {
    private static final long FIRST_MILLIS = 100;

    private final long maxMillis;
    private long millis = FIRST_MILLIS;

    Backoff(Duration longest) {
        this.maxMillis = longest.toMillis();
    }

    Duration next() {
        long most = Math.min(millis, maxMillis);
        millis = Math.min(2 * millis, maxMillis);
        return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }

    void reset() {
        millis = FIRST_MILLIS;
    }
}
