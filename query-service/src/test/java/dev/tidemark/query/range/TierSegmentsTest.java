package dev.tidemark.query.range;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.wire.event.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TierSegmentsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34.500Z");

    @Test
    void of_anHour_usesMinutesBetweenWindowsOfTenSeconds() {
        assertThat(segments("2026-11-21T08:40:30Z", "2026-11-21T09:40:40Z", Tier.TEN_SECONDS))
                .containsExactly(
                        segment(Tier.TEN_SECONDS, "2026-11-21T08:40:30Z", "2026-11-21T08:41:00Z"),
                        segment(Tier.ONE_MINUTE, "2026-11-21T08:41:00Z", "2026-11-21T09:39:00Z"),
                        segment(Tier.TEN_SECONDS, "2026-11-21T09:39:00Z", "2026-11-21T09:40:40Z"));
    }

    @Test
    void of_aDay_usesHoursBetweenWindowsOfAMinute() {
        assertThat(segments("2026-11-20T09:40:00Z", "2026-11-21T09:41:00Z", Tier.ONE_MINUTE))
                .containsExactly(
                        segment(Tier.ONE_MINUTE, "2026-11-20T09:40:00Z", "2026-11-20T10:00:00Z"),
                        segment(Tier.ONE_HOUR, "2026-11-20T10:00:00Z", "2026-11-21T09:00:00Z"),
                        segment(Tier.ONE_MINUTE, "2026-11-21T09:00:00Z", "2026-11-21T09:39:00Z"),
                        segment(Tier.TEN_SECONDS, "2026-11-21T09:39:00Z", "2026-11-21T09:41:00Z"));
    }

    @Test
    void of_aWeek_usesNarrowerWindowsForTheOpenHour() {
        assertThat(segments("2026-11-14T09:00:00Z", "2026-11-21T10:00:00Z", Tier.ONE_HOUR))
                .containsExactly(
                        segment(Tier.ONE_HOUR, "2026-11-14T09:00:00Z", "2026-11-21T09:00:00Z"),
                        segment(Tier.ONE_MINUTE, "2026-11-21T09:00:00Z", "2026-11-21T09:39:00Z"),
                        segment(Tier.TEN_SECONDS, "2026-11-21T09:39:00Z", "2026-11-21T10:00:00Z"));
    }

    @Test
    void of_anySpan_coversItExactlyOnceWithWholeWindows() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            Tier tier = Tier.values()[random.nextInt(3)];
            Instant from = NOW.minusSeconds(1 + random.nextInt(200_000));
            Instant to = from.plusSeconds(
                    1 + random.nextInt((int) Duration.between(from, NOW).toSeconds() + 1));
            TimeRange range = TimeRange.widened(from, to, tier, NOW);
            Instant next = range.from();
            for (Segment segment : TierSegments.of(range)) {
                assertThat(segment.from()).isEqualTo(next).isBefore(segment.to());
                assertThat(segment.from()).isEqualTo(TimeRange.floor(segment.from(), segment.tier()));
                assertThat(segment.to()).isEqualTo(TimeRange.floor(segment.to(), segment.tier()));
                if (segment.tier() != Tier.TEN_SECONDS) {
                    assertThat(segment.to()).isBeforeOrEqualTo(NOW.minus(TierSegments.SETTLED));
                }
                next = segment.to();
            }
            assertThat(next).isEqualTo(range.to());
        }
    }

    private static List<Segment> segments(String from, String to, Tier tier) {
        return TierSegments.of(new TimeRange(Instant.parse(from), Instant.parse(to), tier, NOW));
    }

    private static Segment segment(Tier tier, String from, String to) {
        return new Segment(tier, Instant.parse(from), Instant.parse(to));
    }
}
