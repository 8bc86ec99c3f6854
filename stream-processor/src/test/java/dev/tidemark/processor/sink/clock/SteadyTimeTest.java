package dev.tidemark.processor.sink.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyTimeTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    private SteadyTime time = SteadyTime.of(START, DAY);
    private Duration uptime = DAY;
    private Instant right = START;

    /** The clock is read each minute. */
    private void run(Duration length, Duration wrongBy) {
        for (Duration passed = MINUTE; passed.compareTo(length) <= 0; passed = passed.plus(MINUTE)) {
            uptime = uptime.plus(MINUTE);
            right = right.plus(MINUTE);
            time = time.at(right.plus(wrongBy), uptime);
        }
    }

    private Duration ahead() {
        return Duration.between(right, time.at());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "-PT1H", "P8D", "-P8D", "P365D", "-P365D"})
    void step_andBackWithinADay_isNotFollowed(Duration step) {
        for (int times = 0; times < 3; times++) {
            run(Duration.ofHours(23), step);
            assertThat(ahead()).isZero();
            run(Duration.ofHours(1), Duration.ZERO);
            assertThat(ahead()).isZero();
        }
    }

    @Test
    void step_thatLastsLonger_isFollowedByADayPerDay() {
        run(DAY, Duration.ofDays(8));
        assertThat(ahead()).isLessThanOrEqualTo(MINUTE);
        run(DAY.multipliedBy(3), Duration.ofDays(8));
        assertThat(ahead())
                .isBetween(
                        DAY.multipliedBy(3).minusMinutes(1), DAY.multipliedBy(3).plusMinutes(1));
        run(DAY.multipliedBy(5), Duration.ofDays(8));
        assertThat(ahead()).isEqualTo(Duration.ofDays(8));

        // It is corrected: the earlier of the two counts.
        run(DAY.multipliedBy(10), Duration.ZERO);
        assertThat(ahead()).isZero();
    }

    @Test
    void smallDifferences_areFollowed() {
        run(Duration.ofHours(1), Duration.ofSeconds(59));
        assertThat(ahead()).isEqualTo(Duration.ofSeconds(59));
        run(Duration.ofHours(1), Duration.ZERO);
        assertThat(ahead()).isZero();
    }

    @Test
    void machineThatWasOff_catchesUpByADayPerHour() {
        right = START.plus(Duration.ofDays(8));
        uptime = MINUTE;
        time = SteadyTime.afterStart(START, right, uptime);
        assertThat(ahead()).isEqualTo(Duration.ofDays(-8));

        run(Duration.ofHours(4), Duration.ZERO);
        assertThat(ahead()).isBetween(Duration.ofDays(-8).plusHours(4 * 24), Duration.ofDays(-4));
        run(Duration.ofHours(5), Duration.ZERO);
        assertThat(ahead()).isZero();
        assertThat(time.agreed()).isTrue();
    }

    /** A night costs less than an hour. */
    @Test
    void machineThatWasOffForANight_catchesUpSoon() {
        right = START.plus(Duration.ofHours(16));
        uptime = MINUTE;
        time = SteadyTime.afterStart(START, right, uptime);
        run(Duration.ofMinutes(45), Duration.ZERO);

        assertThat(ahead()).isZero();
    }

    /** A board without a battery starts in 1970, until the network tells the time. */
    @Test
    void clockThatStartsInThePast_isFollowedWhenItIsSet() {
        right = START.plus(Duration.ofHours(2));
        uptime = Duration.ofSeconds(20);
        Duration wrong = Duration.between(right, Instant.EPOCH);
        time = SteadyTime.afterStart(START, Instant.EPOCH, uptime);
        run(MINUTE.multipliedBy(3), wrong);
        assertThat(ahead()).isLessThanOrEqualTo(Duration.ZERO);
        run(Duration.ofHours(1), Duration.ZERO);

        assertThat(ahead()).isZero();
    }
}
