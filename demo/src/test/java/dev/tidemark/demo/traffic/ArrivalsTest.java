package dev.tidemark.demo.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void gaps_withoutDelays_matchTheRate() {
        var arrivals = new Arrivals(20, new SplittableRandom(7), 0);
        long now = 0;

        for (int i = 0; i < 20_000; i++) {
            now += Math.max(0, arrivals.nextGap(now));
        }

        assertThat(now / 1e9).isCloseTo(1_000, within(30.0));
    }

    @Test
    void gaps_afterALongPause_makeUpForASecondAtMost() {
        var arrivals = new Arrivals(20, new SplittableRandom(7), 0);
        long now = 3600 * SECOND;

        int due = 0;
        while (arrivals.nextGap(now) <= 0) {
            due++;
        }

        assertThat(due).isBetween(5, 50);
    }
}
