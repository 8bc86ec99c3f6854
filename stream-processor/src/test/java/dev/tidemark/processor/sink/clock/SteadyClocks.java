package dev.tidemark.processor.sink.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** Clocks of tests. */
public final class SteadyClocks {
    private SteadyClocks() {}

    /** The clock of a machine that has run since 1970, and whose clock was never set. */
    public static SteadyClock right(Instant now) {
        return new SteadyClock(
                Clock.fixed(now, ZoneOffset.UTC), new Fixed("test", Duration.between(Instant.EPOCH, now)));
    }

    /** A clock with an uptime that need not agree with it. */
    public static SteadyClock of(Instant now, String bootId, Duration uptime) {
        return new SteadyClock(Clock.fixed(now, ZoneOffset.UTC), new Fixed(bootId, uptime));
    }

    private record Fixed(String bootId, Duration now) implements Uptime {}
}
