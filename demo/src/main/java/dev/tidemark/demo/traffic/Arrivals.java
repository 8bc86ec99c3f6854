package dev.tidemark.demo.traffic;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When requests are sent: at random (a Poisson process), even if the shop does not keep up. Not thread-safe. */
final class Arrivals {

    // After a pause of the whole machine, missed requests are not sent later.
    private static final long FORGET = Duration.ofSeconds(1).toNanos();

    private final double meanGap;
    private final RandomGenerator random;
    private long next;

    Arrivals(int perSecond, RandomGenerator random, long nowNanos) {
        this.meanGap = 1e9 / perSecond;
        this.random = random;
        this.next = nowNanos;
    }

    /** Returns how long to wait for the next request, in nanoseconds; 0 or less if it is due. */
    long nextGap(long nowNanos) {
        next = Math.max(next, nowNanos - FORGET) + (long) (meanGap * random.nextExponential());
        return next - nowNanos;
    }
}
