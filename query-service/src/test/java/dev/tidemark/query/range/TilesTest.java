package dev.tidemark.query.range;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.range.Tiles.Tile;
import dev.tidemark.wire.event.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TilesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34.500Z");

    @Test
    void of_anHour_isMinutesWithEndsOfTenSeconds() {
        assertThat(tiles("2026-11-21T08:40:30Z", "2026-11-21T09:40:40Z", Tier.TEN_SECONDS))
                .containsExactly(
                        tile(Tier.TEN_SECONDS, "2026-11-21T08:40:30Z", "2026-11-21T08:41:00Z"),
                        tile(Tier.ONE_MINUTE, "2026-11-21T08:41:00Z", "2026-11-21T09:39:00Z"),
                        tile(Tier.TEN_SECONDS, "2026-11-21T09:39:00Z", "2026-11-21T09:40:40Z"));
    }

    @Test
    void of_aDay_isHoursWithEndsOfMinutes() {
        assertThat(tiles("2026-11-20T09:40:00Z", "2026-11-21T09:41:00Z", Tier.ONE_MINUTE))
                .containsExactly(
                        tile(Tier.ONE_MINUTE, "2026-11-20T09:40:00Z", "2026-11-20T10:00:00Z"),
                        tile(Tier.ONE_HOUR, "2026-11-20T10:00:00Z", "2026-11-21T09:00:00Z"),
                        tile(Tier.ONE_MINUTE, "2026-11-21T09:00:00Z", "2026-11-21T09:41:00Z"));
    }

    @Test
    void of_anySpan_coversItOnceAndInWholeWindows() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            Tier tier = Tier.values()[random.nextInt(3)];
            Instant from = NOW.minusSeconds(1 + random.nextInt(200_000));
            Instant to = from.plusSeconds(
                    1 + random.nextInt((int) Duration.between(from, NOW).toSeconds() + 1));
            TimeRange range = TimeRange.widened(from, to, tier, NOW);
            Instant next = range.from();
            for (Tile tile : Tiles.of(range)) {
                assertThat(tile.from()).isEqualTo(next).isBefore(tile.to());
                assertThat(tile.from()).isEqualTo(TimeRange.floor(tile.from(), tile.tier()));
                assertThat(tile.to()).isEqualTo(TimeRange.floor(tile.to(), tile.tier()));
                next = tile.to();
            }
            assertThat(next).isEqualTo(range.to());
        }
    }

    private static List<Tile> tiles(String from, String to, Tier tier) {
        return Tiles.of(new TimeRange(Instant.parse(from), Instant.parse(to), tier, NOW));
    }

    private static Tile tile(Tier tier, String from, String to) {
        return new Tile(tier, Instant.parse(from), Instant.parse(to));
    }
}
