package dev.tidemark.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SinkStatusTest {
    private final SinkStatus status = new SinkStatus("requests");

    @Test
    void standstill_lastsFromTheFirstFailureOn_tellsOfTheNewest_andEndsOnceItWorks() {
        assertThat(standstill().pipe()).isEqualTo("requests");
        assertThat(standstill().reason()).startsWith("no partitions");
        status.works();
        assertThat(status.standstill()).isNull();
        assertThat(status.fails("PostgreSQL", new SQLException("refused"))).isTrue();
        Duration first = standstill().lasting();
        assertThat(status.fails("PostgreSQL", new SQLException("still refused")))
                .isFalse();

        assertThat(standstill().lasting()).isGreaterThanOrEqualTo(first).isLessThan(Duration.ofHours(1));
        assertThat(standstill().reason()).isEqualTo("PostgreSQL: still refused");
        assertThat(status.isWorking()).isFalse();
        status.works();
        assertThat(status.standstill()).isNull();
        assertThat(status.isWorking()).isTrue();
    }

    private Standstill standstill() {
        return Objects.requireNonNull(status.standstill());
    }
}
