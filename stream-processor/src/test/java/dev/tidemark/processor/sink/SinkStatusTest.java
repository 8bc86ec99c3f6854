package dev.tidemark.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SinkStatusTest {
    private final SinkStatus status = new SinkStatus("requests");

    @Test
    void stall_startsAtTheFirstFailure_namesTheNewest_andEndsOnSuccess() {
        assertThat(stall().pipe()).isEqualTo("requests");
        assertThat(stall().reason()).startsWith("no partitions");
        status.works();
        assertThat(status.stall()).isNull();
        assertThat(status.fails("PostgreSQL", new SQLException("refused"))).isTrue();
        Duration first = stall().lasting();
        assertThat(status.fails("PostgreSQL", new SQLException("still refused")))
                .isFalse();

        assertThat(stall().lasting()).isGreaterThanOrEqualTo(first).isLessThan(Duration.ofHours(1));
        assertThat(stall().reason()).isEqualTo("PostgreSQL: still refused");
        assertThat(status.isWorking()).isFalse();
        status.works();
        assertThat(status.stall()).isNull();
        assertThat(status.isWorking()).isTrue();
    }

    private SinkStall stall() {
        return Objects.requireNonNull(status.stall());
    }
}
