package dev.tidemark.ingest.samples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateTest {
    private final Rate rate = new Rate();

    @Test
    void next_rising_isPerSecond() {
        assertThat(rate.next(1_000, 0)).isEmpty();
        assertThat(rate.next(3_500, 5_000_000_000L)).hasValue(500);
        assertThat(rate.next(3_500, 6_000_000_000L)).hasValue(0);
    }

    @Test
    void next_fallingOrWithoutElapsedTime_isEmpty() {
        rate.next(1_000, 0);

        assertThat(rate.next(10, 1)).isEmpty();
        assertThat(rate.next(20, 1)).isEmpty();
        assertThat(rate.next(30, 1_000_000_001L)).hasValue(10);
    }
}
