package dev.tidemark.demo;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Allows an action at most once per interval, and counts how often it was suppressed. Thread-safe.
 */
public final class RateLimiter {

    private final long interval;
    private final LongSupplier nanos;
    private final AtomicLong next;
    private final AtomicLong held = new AtomicLong();

    public RateLimiter(Duration interval) {
        this(interval, System::nanoTime);
    }

    RateLimiter(Duration interval, LongSupplier nanos) {
        this.interval = interval.toNanos();
        this.nanos = nanos;
        this.next = new AtomicLong(nanos.getAsLong());
    }

    /** If the action is allowed now, returns how often it was suppressed since the last time; otherwise empty. */
    public OptionalLong permit() {
        long now = nanos.getAsLong();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + interval)) {
            return OptionalLong.of(held.getAndSet(0));
        }
        held.incrementAndGet();
        return OptionalLong.empty();
    }
}
