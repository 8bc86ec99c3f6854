package dev.tidemark.processor.sink.clock;

import java.nio.file.Path;
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

    /** A clock whose machine does not tell its uptime. */
    public static SteadyClock withoutUptime(Instant now, String bootId) {
        return new SteadyClock(
                Clock.fixed(now, ZoneOffset.UTC), new Uptime.Linux(bootId, Path.of("/proc/no-such-file")));
    }

    private record Fixed(String bootId, Duration now) implements Uptime {}
}
