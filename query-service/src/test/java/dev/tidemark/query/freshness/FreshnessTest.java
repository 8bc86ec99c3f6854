package dev.tidemark.query.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.freshness.SinkOffsetQueries.SinkOffset;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FreshnessTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34Z");

    @Test
    void of_sinksWithoutLag_isTheAgeOfTheOldestReport() {
        Freshness freshness = of(offset("tidemark.requests.v1", 600, 0L, 2), offset("tidemark.logs.v1", 1, 0L, 4));

        assertThat(freshness.ageMs()).isEqualTo(4000);
        assertThat(freshness.stale()).isFalse();
        assertThat(freshness.newestRequest()).isEqualTo(NOW.minusSeconds(600));
    }

    @Test
    void of_sinkWithLag_isTheAgeOfItsLastStoredRecord() {
        Freshness freshness = of(offset("tidemark.requests.v1", 1, 0L, 1), offset("tidemark.logs.v1", 75, 812L, 1));

        assertThat(freshness.ageMs()).isEqualTo(75_000);
        assertThat(freshness.lag()).isEqualTo(812);
        assertThat(freshness.stale()).isTrue();
    }

    @Test
    void of_stoppedSink_isStale() {
        assertThat(of(offset("tidemark.requests.v1", 40, 0L, 40)).stale()).isTrue();
    }

    @Test
    void of_sinkWithUnknownLag_isTheAgeOfTheNewestRecordOfItsTopic() {
        Freshness freshness = of(
                offset("tidemark.requests.v1", 7200, null, 1),
                offset("tidemark.requests.v1", 45, null, 1),
                offset("tidemark.logs.v1", 60, 0L, 1));

        assertThat(freshness.ageMs()).isEqualTo(45_000);
        assertThat(freshness.stale()).isTrue();
    }

    @Test
    void of_rollupsBehindRequests_isTheirDelay() {
        Freshness freshness = of(offset("tidemark.requests.v1", 1, 0L, 1), offset("tidemark.rollups.v1", 61, 0L, 1));

        assertThat(freshness.ageMs()).isEqualTo(60_000);
        assertThat(freshness.stale()).isTrue();
    }

    @Test
    void of_noTraffic_isFresh() {
        Freshness freshness =
                of(offset("tidemark.requests.v1", 7200, 0L, 1), offset("tidemark.rollups.v1", 7199, 0L, 1));

        assertThat(freshness.ageMs()).isEqualTo(1000);
        assertThat(freshness.stale()).isFalse();
    }

    @Test
    void of_clockThatIsAhead_isNotNegative() {
        assertThat(of(offset("tidemark.requests.v1", -5, 0L, -5)).ageMs()).isZero();
    }

    /** A partition without records since then keeps the time of a clock that was 8 days ahead. */
    @Test
    void of_recordsOfAClockThatWasAhead_isNotDeceived() {
        int eightDays = -8 * 86_400;
        Freshness fresh = of(
                offset("tidemark.requests.v1", 1, 0L, 1),
                offset("tidemark.requests.v1", eightDays, 0L, 1),
                offset("tidemark.rollups.v1", 2, 0L, 1));
        assertThat(fresh.stale()).isFalse();
        assertThat(fresh.newestRequest()).isEqualTo(NOW.minusSeconds(1));

        Freshness behind = of(
                offset("tidemark.requests.v1", 1, 0L, 1),
                offset("tidemark.rollups.v1", 61, 0L, 1),
                offset("tidemark.rollups.v1", eightDays, 0L, 1));
        assertThat(behind.ageMs()).as("the delay of rollups").isEqualTo(60_000);
    }

    @Test
    void of_noOffsets_isUnknownButNotStale() {
        assertThat(of()).isEqualTo(Freshness.NOTHING);
    }

    private static Freshness of(SinkOffset... offsets) {
        return Freshness.of(List.of(offsets), 0, NOW);
    }

    private static SinkOffset offset(String topic, int appendedBefore, @Nullable Long lag, int updatedBefore) {
        return new SinkOffset(topic, NOW.minusSeconds(appendedBefore), lag, NOW.minusSeconds(updatedBefore));
    }
}
