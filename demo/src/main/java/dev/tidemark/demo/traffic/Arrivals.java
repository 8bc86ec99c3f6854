package dev.tidemark.demo.traffic;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When requests come: at random (a Poisson process), whether the shop keeps up or not. Used by one thread. */
final class Arrivals {

    // After a pause of the whole machine, what was missed is not made up for.
    private static final long FORGET = Duration.ofSeconds(1).toNanos();

    private final double meanGap;
    private final RandomGenerator random;
    private long next;

    Arrivals(int perSecond, RandomGenerator random, long nowNanos) {
        this.meanGap = 1e9 / perSecond;
        this.random = random;
        this.next = nowNanos;
    }

    /** How long to wait for the next one, in nanoseconds; 0 or less if it is due. */
    long nextGap(long nowNanos) {
        next = Math.max(next, nowNanos - FORGET) + (long) (meanGap * random.nextExponential());
        return next - nowNanos;
    }
}
