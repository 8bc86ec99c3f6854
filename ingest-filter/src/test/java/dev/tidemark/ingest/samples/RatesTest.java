package dev.tidemark.ingest.samples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("java17")
class RatesTest {
    private final Rates rates = new Rates();

    @Test
    void rates_ofSeveralCounters_areApart() {
        rates.next("a", 10, 0);
        rates.next("b", 1000, 0);

        assertThat(rates.next("a", 20, 2_000_000_000L)).hasValue(5);
        assertThat(rates.next("b", 1000, 2_000_000_000L)).hasValue(0);
        assertThat(rates.next("c", 7, 2_000_000_000L)).isEmpty();
    }

    @Test
    void ratio_isTheRiseOfOneByThatOfTheOther() {
        assertThat(rates.ratio("await", 100, 10)).isEmpty();
        assertThat(rates.ratio("await", 150, 20)).hasValue(5);
        assertThat(rates.ratio("await", 150, 20)).isEmpty();
    }

    @Test
    void counters_beyondTheLimit_areForgotten() {
        rates.next("first", 1, 0);
        for (int i = 0; i < Rates.MOST; i++) {
            rates.next("other " + i, 1, 0);
        }

        assertThat(rates.next("first", 2, 1_000_000_000L)).isEmpty();
        assertThat(rates.next("other " + (Rates.MOST - 1), 2, 1_000_000_000L)).hasValue(1);
    }
}
