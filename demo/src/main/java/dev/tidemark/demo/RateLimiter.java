package dev.tidemark.demo;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Lets something happen at most once in an interval, and counts how often it was held back. Safe for use by many
 * threads.
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

    /** Whether it may happen now: if so, how often it was held back since it last happened. */
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
