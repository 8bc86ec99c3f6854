package dev.tidemark.query.requests;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Ticks as the clock does. A step back counts like one forward: otherwise entries would not expire until the clock has caught up. */
final class ClockTicker implements Ticker {
    private final InstantSource clock;
    private long lastMillis;
    private long millis;

    ClockTicker(InstantSource clock) {
        this.clock = clock;
        this.lastMillis = clock.millis();
    }

    @Override
    public synchronized long read() {
        long now = clock.millis();
        millis += Math.abs(now - lastMillis);
        lastMillis = now;
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
