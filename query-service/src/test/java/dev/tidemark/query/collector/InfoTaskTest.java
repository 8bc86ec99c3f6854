package dev.tidemark.query.collector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InfoTaskTest {

    @Test
    void remainder_ofTooMuchSubtracted_isTakenFromTheNextReading() {
        InfoTask.Remainder remainder = new InfoTask.Remainder();

        assertThat(remainder.take(-5)).isZero();
        assertThat(remainder.take(3)).isZero();
        assertThat(remainder.take(4)).isEqualTo(2);
        assertThat(remainder.take(4)).isEqualTo(4);
        assertThat(remainder.take(-5)).isZero();
        remainder.forget();
        assertThat(remainder.take(4)).as("after a restart").isEqualTo(4);
    }
}
