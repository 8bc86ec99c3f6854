package dev.tidemark.processor.topology;

import static dev.tidemark.processor.topology.DrivenTopology.START;
import static dev.tidemark.processor.topology.DrivenTopology.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.event.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When windows of each tier are published. */
class PublicationTest {
    private static final Duration INTERVAL = PublicationCadence.LONGEST_INTERVAL;

    @TempDir
    Path stateDir;

    private DrivenTopology topology;

    @BeforeEach
    void start() {
        topology = new DrivenTopology(stateDir, TopologySettings.DEFAULTS);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    /** A request each second, from {@code from} on and before {@code to}. */
    private void traffic(Instant from, Instant to) {
        for (Instant at = from; at.isBefore(to); at = at.plusSeconds(1)) {
            topology.append(at, event(at, "shop", "/a", 200, 1_000));
            topology.advanceWallClock(Duration.ofSeconds(1));
        }
    }

    private long published(Tier tier) {
        return topology.publishedTotal(tier);
    }

    @Test
    void openWindows_arePublishedRarely_andEndedOnesWithinTwoIntervals() {
        traffic(START, START.plusSeconds(59));
        assertThat(published(Tier.TEN_SECONDS)).isEqualTo(59);
        assertThat(published(Tier.ONE_MINUTE)).isZero();
        assertThat(published(Tier.ONE_HOUR)).isZero();

        traffic(START.plusSeconds(59), START.plusSeconds(72));
        assertThat(topology.published().values())
                .filteredOn(rollup -> rollup.key().tier() == Tier.ONE_MINUTE)
                .anySatisfy(rollup -> {
                    assertThat(rollup.key().windowStartMicros()).isEqualTo(DrivenTopology.micros(START));
                    assertThat(rollup.count()).isEqualTo(60);
                });
        assertThat(published(Tier.ONE_HOUR)).as("once a minute").isBetween(59L, 66L);
    }

    @Test
    void changes_underTraffic_arePublishedTwoTimesInFiveAtMost() {
        traffic(START, START.plus(Duration.ofMinutes(5)));

        long changes = topology.counters.windowsStored.sum();
        assertThat(changes).isEqualTo(3 * 300);
        assertThat(topology.counters.rollups.sum()).isBetween(300L, 2 * changes / 5);
    }

    @Test
    void allTiers_areEqual_twoIntervalsAfterTheTrafficStopped() {
        traffic(START, START.plusSeconds(27));
        assertThat(published(Tier.ONE_MINUTE)).isZero();

        topology.advanceWallClock(INTERVAL);
        topology.advanceWallClock(INTERVAL);

        for (Tier tier : Tier.values()) {
            assertThat(published(tier)).as(tier.label()).isEqualTo(27);
        }
        assertThat(topology.counters.values()).containsEntry("windows_unpublished", 0L);
    }

    @Test
    void lateRequest_inAClosedHour_isPublishedWithTheNextInterval() {
        topology.append(START, event(START, "shop", "/a", 200, 1));
        Instant later = START.plus(Duration.ofHours(5));
        topology.append(later, event(later, "shop", "/a", 200, 1));
        assertThat(topology.total(Tier.ONE_HOUR)).isEqualTo(2);

        topology.append(later, event(START.plusSeconds(5), "shop", "/a", 200, 1));
        topology.append(later, event(later, "shop", "/a", 200, 1));
        topology.advanceWallClock(INTERVAL);

        assertThat(published(Tier.TEN_SECONDS)).isEqualTo(4);
        assertThat(published(Tier.ONE_HOUR))
                .as("the closed one, not the open one")
                .isEqualTo(3);
        assertThat(published(Tier.ONE_MINUTE)).isEqualTo(3);
    }

    @Test
    void wideWindows_arePublished_ifTheClockIsSetBack() {
        PublicationCadence cadence = PublicationCadence.of(Map.of(), START.toEpochMilli());
        long back = START.minus(Duration.ofDays(8)).toEpochMilli();

        assertThat(cadence.isOverdue(START.toEpochMilli() + INTERVAL.toMillis()))
                .isFalse();
        assertThat(cadence.isOverdue(back)).isTrue();
        cadence.received();
        assertThat(cadence.next(back, START.toEpochMilli())).as("all").isEqualTo(Long.MAX_VALUE);
        cadence.received();
        assertThat(cadence.isOverdue(back + INTERVAL.toMillis())).isFalse();
    }
}
