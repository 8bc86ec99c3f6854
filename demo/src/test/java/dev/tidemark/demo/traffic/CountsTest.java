package dev.tidemark.demo.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountsTest {

    @Test
    void takeLine_resetsTheCounts() {
        var counts = new Counts();
        counts.answered(200, 2_000_000);
        counts.answered(201, 4_000_000);
        counts.answered(404, 1_000_000);
        counts.answered(503, 9_000_000);
        counts.unanswered();
        counts.skipped();

        assertThat(counts.takeLine())
                .isEqualTo("4 answers: 2xx 2, 3xx 0, 4xx 1, 5xx 1, unanswered 1, skipped 1,"
                        + " mean 4.0 ms, longest 9.0 ms");
        assertThat(counts.takeLine())
                .isEqualTo("0 answers: 2xx 0, 3xx 0, 4xx 0, 5xx 0, unanswered 0, skipped 0,"
                        + " mean 0.0 ms, longest 0.0 ms");
    }
}
