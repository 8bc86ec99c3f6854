package dev.tidemark.query.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementTextsTest {

    @ParameterizedTest
    @CsvSource({"PT0.001S, PT1M", "PT0.3S, PT2M", "PT5S, PT33M20S", "PT60S, PT1H"})
    void life_growsWithTheCost(Duration elapsed, Duration life) {
        assertThat(StatementTexts.life(elapsed)).isEqualTo(life);
    }
}
