package dev.tidemark.query.counters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.query.counters.CounterHistory.Reading;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CounterHistoryTest {
    private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

    private final CounterHistory<Long> history = new CounterHistory<>((earlier, later) -> later >= earlier);

    @Test
    void between_withOnlyOneReading_isEmpty() {
        assertThat(history.between(START.minusSeconds(3600), START, at(0, 5))).isEmpty();
    }

    @Test
    void between_whenHistoryIsShorterThanTheSpan_startsAtTheFirstReading() {
        history.add(at(0, 5));

        var rise = history.between(START.minusSeconds(3600), START.plusSeconds(60), at(60, 12))
                .orElseThrow();

        assertThat(rise.of(counter -> counter)).isEqualTo(7);
        assertThat(rise.first().at()).isEqualTo(START);
        assertThat(rise.last().at()).isEqualTo(START.plusSeconds(60));
    }

    @Test
    void between_afterAReset_startsAtTheReset() {
        history.add(at(0, 500));
        history.add(at(10, 600));
        history.add(at(20, 3));

        var rise = history.between(START, START.plusSeconds(30), at(30, 9)).orElseThrow();

        assertThat(rise.of(counter -> counter)).isEqualTo(6);
        assertThat(rise.first().at()).isEqualTo(START.plusSeconds(20));
    }

    @Test
    void between_whenTheNewestReadingShowsAReset_isEmpty() {
        history.add(at(0, 500));

        assertThat(history.between(START, START.plusSeconds(10), at(10, 3))).isEmpty();
        assertThat(history.between(START, START.plusSeconds(20), at(20, 8))
                        .orElseThrow()
                        .of(counter -> counter))
                .isEqualTo(5);
    }

    @Test
    void between_readingsTooCloseTogether_usesTheEarlierOne() {
        history.add(at(0, 5));
        history.add(at(1, 6));

        assertThat(history.between(START.plusSeconds(1), START.plusSeconds(3), at(3, 7))
                        .orElseThrow()
                        .of(counter -> counter))
                .isEqualTo(2);
    }

    @Test
    void between_twoPastTimes_doesNotExtendToNow() {
        for (int i = 0; i < 12; i++) {
            history.add(at(10 * i, 100 * i));
        }

        var rise = history.between(START.plusSeconds(20), START.plusSeconds(50), at(120, 1200))
                .orElseThrow();

        assertThat(rise.of(counter -> counter)).isEqualTo(300);
    }

    @Test
    void between_afterWeeksOfReadings_isCloseToTheRequestedSpan() {
        long end = Duration.ofDays(20).toSeconds();
        for (long second = 0; second < end; second += 10) {
            history.add(at(second, second));
        }

        for (long seconds : new long[] {300, 900, 3600, 86_400, 604_800}) {
            var rise = history.between(START.plusSeconds(end - seconds), START.plusSeconds(end), at(end, end))
                    .orElseThrow();

            assertThat((double) rise.of(counter -> counter)).isCloseTo(seconds, within(0.2 * seconds));
        }
    }

    private static Reading<Long> at(long second, long count) {
        return new Reading<>(START.plusSeconds(second), count);
    }
}
