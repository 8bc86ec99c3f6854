package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.wire.codec.Timestamps;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("java17")
class EpochClockTest {
    private static final long SECOND = 1_000_000_000;

    private Instant timeOfDay = Instant.parse("2026-11-21T09:40:34.123456Z");
    private final EpochClock clock = new EpochClock(() -> timeOfDay);

    @Test
    void epochMicros_now_isTheTimeOfDay() {
        assertThat(clock.epochMicros(System.nanoTime())).isCloseTo(Timestamps.toMicros(timeOfDay), within(1_000_000L));
    }

    @Test
    void epochMicros_earlierReading_isEarlierByTheDifference() {
        long now = System.nanoTime();

        assertThat(clock.epochMicros(now) - clock.epochMicros(now - 3_000_000)).isEqualTo(3_000);
    }

    @Test
    void epochMicros_afterAClockChange_followsWithinTenSeconds() {
        long set = Duration.ofHours(1).toNanos() / 1000;
        long now = System.nanoTime();
        long before = clock.epochMicros(now);
        timeOfDay = timeOfDay.plus(Duration.ofHours(1));

        assertThat(clock.epochMicros(now)).isEqualTo(before);
        assertThat(clock.epochMicros(now + 11 * SECOND)).isCloseTo(before + 11_000_000 + set, within(1_000_000L));
        assertThat(clock.epochMicros(now)).isCloseTo(before + set, within(1_000_000L));
    }
}
