package dev.tidemark.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SinkStatusTest {
    private final SinkStatus status = new SinkStatus("requests");

    @Test
    void problem_isToldOnceItLasts_andGoneOnceItWorks() {
        assertThat(status.problem(Duration.ZERO)).startsWith("requests for 0 s: no partitions");
        status.works();
        assertThat(status.fails("PostgreSQL", new SQLException("refused"))).isTrue();
        assertThat(status.fails("PostgreSQL", new SQLException("still refused")))
                .isFalse();

        assertThat(status.problem(Duration.ofHours(1))).isNull();
        assertThat(status.problem(Duration.ZERO)).isEqualTo("requests for 0 s: PostgreSQL: still refused");
        status.works();
        assertThat(status.problem(Duration.ZERO)).isNull();
        assertThat(status.isWorking()).isTrue();
    }
}
