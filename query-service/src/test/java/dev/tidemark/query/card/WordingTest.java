package dev.tidemark.query.card;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordingTest {

    @Test
    void millis_areRoundedByMagnitude() {
        assertThat(Wording.millis(0.34)).isEqualTo("0.3 ms");
        assertThat(Wording.millis(41.7)).isEqualTo("42 ms");
        assertThat(Wording.millis(1234)).isEqualTo("1.23 s");
    }

    @Test
    void percent_ofASmallValue_isNotZero() {
        assertThat(Wording.percent(0)).isEqualTo("0.0 %");
        assertThat(Wording.percent(0.27)).isEqualTo("0.27 %");
        assertThat(Wording.percent(100)).isEqualTo("100.0 %");
    }

    @Test
    void perSecond_ofASmallValue_isNotZero() {
        assertThat(Wording.perSecond(0)).isEqualTo("0.0/s");
        assertThat(Wording.perSecond(0.03)).isEqualTo("0.03/s");
        assertThat(Wording.perSecond(12345.6)).isEqualTo("12,346/s");
    }

    @Test
    void age_usesLargerUnitsForLargerValues() {
        assertThat(Wording.age(2_900L)).isEqualTo("2 s");
        assertThat(Wording.age(119_999L)).isEqualTo("119 s");
        assertThat(Wording.age(120_000L)).isEqualTo("2 min");
        assertThat(Wording.age(7_200_000L)).isEqualTo("2 h");
        assertThat(Wording.age(200_000_000L)).isEqualTo("2 days");
        assertThat(Wording.age(null)).isEqualTo("0 s");
    }

    @Test
    void sizes_useTheUnitThatFits() {
        assertThat(Wording.megabytes(64)).isEqualTo("64.0 MB");
        assertThat(Wording.megabytes(31_900)).isEqualTo("31.2 GB");
        assertThat(Wording.gigabytes(2048)).isEqualTo("2.0 TB");
    }
}
