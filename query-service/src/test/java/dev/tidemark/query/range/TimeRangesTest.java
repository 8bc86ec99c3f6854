package dev.tidemark.query.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.query.fixture.TestClock;
import dev.tidemark.wire.event.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeRangesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34.500Z");

    private final TimeRanges ranges = new TimeRanges(
            new TestClock(NOW),
            tier -> Optional.of(tier == Tier.TEN_SECONDS ? Duration.ofHours(48) : Duration.ofDays(30)),
            tier -> Optional.of(tier == Tier.TEN_SECONDS ? Duration.ofMinutes(30) : Duration.ofDays(30)));

    @ParameterizedTest
    @CsvSource({
        "5m,  2026-11-21T09:35:30Z, 2026-11-21T09:40:40Z, TEN_SECONDS",
        "15m, 2026-11-21T09:25:30Z, 2026-11-21T09:40:40Z, TEN_SECONDS",
        "1h,  2026-11-21T08:40:30Z, 2026-11-21T09:40:40Z, TEN_SECONDS",
        "24h, 2026-11-20T09:40:00Z, 2026-11-21T09:41:00Z, ONE_MINUTE",
        "7d,  2026-11-14T09:00:00Z, 2026-11-21T10:00:00Z, ONE_HOUR"
    })
    void of_period_isWidenedToWholeWindows(String period, Instant from, Instant to, Tier tier) {
        TimeRange range = ranges.of(RangeQuery.period(period));

        assertThat(range).isEqualTo(new TimeRange(from, to, tier, NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T09:30:00Z, 2026-11-21T09:40:00Z, TEN_SECONDS",
        "2026-11-21T08:30:00Z, 2026-11-21T08:40:00Z, ONE_MINUTE",
        "2026-11-19T09:30:00Z, 2026-11-19T09:40:00Z, ONE_HOUR"
    })
    void of_span_whileTheRetentionIsUnknown_usesNarrowWindowsOnlyIfItIsYoung(String from, String to, Tier tier) {
        TimeRanges unknown = new TimeRanges(new TestClock(NOW), any -> Optional.empty(), any -> Optional.empty());

        assertThat(unknown.of(new RangeQuery(null, from, to)).tier()).isEqualTo(tier);
        assertThat(unknown.of(RangeQuery.period("1h")).tier()).isEqualTo(Tier.TEN_SECONDS);
        assertThat(unknown.of(RangeQuery.period("24h")).tier()).isEqualTo(Tier.ONE_MINUTE);
    }

    @ParameterizedTest
    @CsvSource({"15m, TEN_SECONDS, TEN_SECONDS", "1h, TEN_SECONDS, ONE_MINUTE", "24h, ONE_MINUTE, ONE_MINUTE"})
    void withCalls_usesWindowsThatHaveNotBeenDroppedOfEither(String period, Tier tier, Tier withCalls) {
        assertThat(ranges.of(RangeQuery.period(period)).tier()).isEqualTo(tier);
        assertThat(ranges.withCalls(RangeQuery.period(period)).tier()).isEqualTo(withCalls);
    }

    @Test
    void of_noParameters_isTheLastHour() {
        assertThat(of(null, null, null)).isEqualTo(ranges.of(RangeQuery.period("1h")));
    }

    @Test
    void of_onlyFrom_endsNow() {
        assertThat(of(null, "2026-11-21T10:00:00+01:00", null).from()).isEqualTo("2026-11-21T09:00:00Z");
        assertThat(of(null, "2026-11-21T10:00:00+01:00", null).to()).isEqualTo("2026-11-21T09:40:40Z");
    }

    @Test
    void of_theSpanOfAnAnswer_isTheSameSpan() {
        TimeRange answered = ranges.of(RangeQuery.period("7d"));

        assertThat(of(null, answered.from().toString(), answered.to().toString()))
                .isEqualTo(answered);
    }

    @Test
    void of_spanOlderThanTheRetentionOfItsWindows_usesWiderWindows() {
        assertThat(of(null, "2026-11-19T09:00:00Z", "2026-11-19T09:10:00Z").tier())
                .isEqualTo(Tier.ONE_MINUTE);
        assertThat(of(null, "2026-10-19T09:00:00Z", "2026-10-19T09:10:00Z").tier())
                .isEqualTo(Tier.ONE_HOUR);
    }

    @ParameterizedTest
    @CsvSource({
        "2h,,,'period \"2h\": expected one of 5m, 15m, 1h, 24h, 7d'",
        "'',,,'period \"\": expected one of 5m, 15m, 1h, 24h, 7d'",
        "1h,2026-11-21T09:00:00Z,,'period \"1h\" with from or to: expected one or the other'",
        ",,2026-11-21T09:00:00Z,'to without from: expected both'",
        ",yesterday,,'from \"yesterday\": expected RFC 3339, such as 2026-11-21T09:40:34Z'",
        ",2026-11-21 09:00:00,,'from \"2026-11-21 09:00:00\": expected RFC 3339'",
        ",+1000000-01-01T00:00:00Z,,expected RFC 3339",
        ",2026-11-21T09:00:00Z,2026-11-21T09:00:00Z,expected from to be earlier than to",
        ",2026-11-21T09:00:00Z,2026-11-21T08:00:00Z,expected from to be earlier than to",
        ",2026-11-21T09:00:00Z,2026-11-21T09:40:41Z,'expected a time that is not in the future'",
        ",2026-07-21T09:00:00Z,2026-11-21T09:00:00Z,expected a span of at most 92 days"
    })
    void of_invalidSpan_throwsWithTheExpectedForm(
            @Nullable String period, @Nullable String from, @Nullable String to, String message) {
        assertThatThrownBy(() -> of(period, from, to))
                .isInstanceOf(BadRangeException.class)
                .hasMessageContaining(message);
    }

    @Test
    void earlier_ofTheLastHour_endsADayBeforeNow() {
        TimeRange hour = ranges.of(RangeQuery.period("1h"));

        TimeRange yesterday = ranges.of(ranges.earlier(RangeQuery.period("1h"), Comparison.DAY));

        assertThat(yesterday.from()).isEqualTo(hour.from().minus(Duration.ofDays(1)));
        assertThat(yesterday.to()).isEqualTo(hour.to().minus(Duration.ofDays(1)));
    }

    @Test
    void earlier_ofAPastSpan_isTheSameSpanAWeekBefore() {
        RangeQuery past = new RangeQuery(null, "2026-11-21T08:00:00Z", "2026-11-21T09:00:00Z");

        assertThat(ranges.earlier(past, Comparison.WEEK))
                .isEqualTo(new RangeQuery(null, "2026-11-14T08:00:00Z", "2026-11-14T09:00:00Z"));
    }

    @Test
    void newest_isTwoToThreeWindows() {
        TimeRange newest = ranges.newest(Duration.ofSeconds(30));

        assertThat(newest.from()).isEqualTo("2026-11-21T09:40:10Z");
        assertThat(newest.to()).isEqualTo("2026-11-21T09:40:40Z");
        assertThat(newest.elapsedSeconds(newest.from())).isEqualTo(24.5);
    }

    private TimeRange of(@Nullable String period, @Nullable String from, @Nullable String to) {
        return ranges.of(new RangeQuery(period, from, to));
    }
}
