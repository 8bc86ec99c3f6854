package dev.tidemark.query.breakdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.wire.event.Tier;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosedDaysTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34Z");
    private static final EndpointChoice ALL = new EndpointChoice(null, null, null);

    private final ClosedDays<Integer> days = new ClosedDays<>(value -> value);
    private final AtomicInteger reads = new AtomicInteger();

    @Test
    void split_ofHours_cutsAtMidnight() {
        assertThat(ClosedDays.split(hours("2026-11-18T22:00:00Z", "2026-11-20T09:00:00Z")))
                .containsExactly(
                        hours("2026-11-18T22:00:00Z", "2026-11-19T00:00:00Z"),
                        hours("2026-11-19T00:00:00Z", "2026-11-20T00:00:00Z"),
                        hours("2026-11-20T00:00:00Z", "2026-11-20T09:00:00Z"));
    }

    @Test
    void split_ofMinutes_isTheSegment() {
        Segment minutes = new Segment(Tier.ONE_MINUTE, NOW.minusSeconds(200_000), NOW);

        assertThat(ClosedDays.split(minutes)).containsExactly(minutes);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-19T00:00:00Z, 2026-11-20T00:00:00Z, 1",
        // A request of this day may still come.
        "2026-11-20T00:00:00Z, 2026-11-21T00:00:00Z, 2",
        "2026-11-19T00:00:00Z, 2026-11-19T23:00:00Z, 2"
    })
    void get_keepsOnlyWholeDaysThatAreClosed(String from, String to, int expected) {
        for (int i = 0; i < 2; i++) {
            assertThat(days.get(hours(from, to), 0, ALL, NOW, this::read)).isPositive();
        }

        assertThat(reads).hasValue(expected);
    }

    @Test
    void get_ofOtherQuestions_isReadForEach() {
        Segment day = hours("2026-11-18T00:00:00Z", "2026-11-19T00:00:00Z");

        days.get(day, 0, ALL, NOW, this::read);
        days.get(day, 3600, ALL, NOW, this::read);
        days.get(day, 0, new EndpointChoice("shop", null, null), NOW, this::read);
        days.get(day, 0, new EndpointChoice("shop", null, "/orders"), NOW, this::read);

        assertThat(reads).hasValue(4);
    }

    @Test
    void get_ofMoreThanFits_isReadAgain() {
        Segment day = hours("2026-11-18T00:00:00Z", "2026-11-19T00:00:00Z");

        for (int i = 0; i < 2; i++) {
            assertThat(days.get(day, 0, ALL, NOW, () -> 5 << 20 | reads.incrementAndGet()))
                    .isPositive();
            days.cleanUp();
        }

        assertThat(reads).hasValue(2);
    }

    private int read() {
        return reads.incrementAndGet();
    }

    private static Segment hours(String from, String to) {
        return new Segment(Tier.ONE_HOUR, Instant.parse(from), Instant.parse(to));
    }
}
