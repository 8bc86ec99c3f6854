package dev.tidemark.demo.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PopularityTest {

    @Test
    void next_asksForTheSecondHalfAsOften() {
        var popularity = new Popularity(10);
        var random = new SplittableRandom(7);
        int[] asked = new int[10];

        for (int i = 0; i < 100_000; i++) {
            asked[popularity.next(random)]++;
        }

        // 1 + 1/2 + … + 1/10 = 2.929
        assertThat(asked[0] / 100_000.0).isCloseTo(1 / 2.929, within(0.01));
        assertThat(asked[1] / (double) asked[0]).isCloseTo(0.5, within(0.02));
        assertThat(asked[9] / (double) asked[0]).isCloseTo(0.1, within(0.02));
    }
}
