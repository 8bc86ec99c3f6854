package dev.tidemark.processor.sink.clock;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time that runs with the machine's uptime, and follows the clock only within limits:
 *
 * <ul>
 *   <li>The clock differs by at most {@link #TOLERANCE}: it is followed.
 *   <li>It has agreed since the machine was started, and then stepped: it is followed after {@link #PATIENCE} of uptime, by one day per
 *       day. So a wrong clock that is corrected within that time changes nothing.
 *   <li>It has not agreed since the machine was started: the machine was off, or its clock starts wrong. It is followed by
 *       {@value #CATCH_UP} seconds per second, which is one day per hour.
 * </ul>
 *
 * @param at the time
 * @param uptime the uptime at that time
 * @param agreed whether the clock has agreed with it since the machine was started
 * @param apartSince the uptime since which the clock has differed; null if it does not
 */
record SteadyTime(
        Instant at,
        Duration uptime,
        boolean agreed,
        @Nullable Duration apartSince) {
    static final Duration TOLERANCE = Duration.ofMinutes(1);
    static final Duration PATIENCE = Duration.ofDays(1);
    static final int CATCH_UP = 24;

    /** The time of a machine whose clock is right. */
    static SteadyTime of(Instant clock, Duration uptime) {
        return new SteadyTime(clock, uptime, true, null);
    }

    /**
     * After a start of the machine.
     *
     * @param known the last time before it
     */
    static SteadyTime afterStart(Instant known, Instant clock, Duration uptime) {
        return new SteadyTime(known, uptime, false, uptime).at(clock, uptime);
    }

    /** The time at a later uptime. */
    SteadyTime at(Instant clock, Duration later) {
        Duration elapsed = later.minus(uptime);
        Instant next = at.plus(elapsed);
        Duration apart = Duration.between(next, clock);
        if (apart.abs().compareTo(TOLERANCE) <= 0) {
            return of(clock, later);
        }
        Duration since = apartSince == null ? later : apartSince;
        Duration most = most(elapsed, later.minus(since));
        if (apart.abs().compareTo(most) <= 0) {
            return of(clock, later);
        }
        return new SteadyTime(next.plus(apart.isNegative() ? most.negated() : most), later, agreed, since);
    }

    private Duration most(Duration elapsed, Duration apartFor) {
        if (!agreed) {
            return elapsed.multipliedBy(CATCH_UP);
        }
        return apartFor.compareTo(PATIENCE) >= 0 ? elapsed : Duration.ZERO;
    }
}
