package dev.tidemark.processor.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SettingReaderTest {
    private final Properties properties = new Properties();
    private Map<String, String> environment = Map.of();

    private SettingReader in() {
        return new SettingReader(properties, environment);
    }

    @Test
    void setting_comesFromThePropertyElseTheEnvironmentElseItsDefault() {
        assertThat(in().text("tidemark.state.dir", "here")).isEqualTo("here");
        environment = Map.of("TIDEMARK_STATE_DIR", " there ");
        assertThat(in().text("tidemark.state.dir", "here")).isEqualTo("there");
        properties.setProperty("tidemark.state.dir", "elsewhere");
        assertThat(in().text("tidemark.state.dir", "here")).isEqualTo("elsewhere");
        properties.setProperty("tidemark.state.dir", " ");
        assertThat(in().text("tidemark.state.dir", "here")).isEqualTo("here");
    }

    @Test
    void duration_hasAUnit() {
        for (var each : Map.of(
                        "500ms", Duration.ofMillis(500),
                        "10 s", Duration.ofSeconds(10),
                        "5m", Duration.ofMinutes(5),
                        "24h", Duration.ofHours(24),
                        "7d", Duration.ofDays(7))
                .entrySet()) {
            properties.setProperty("tidemark.x", each.getKey());
            assertThat(in().duration("tidemark.x", Duration.ZERO)).isEqualTo(each.getValue());
        }
        properties.setProperty("tidemark.x", "10");
        assertThatThrownBy(() -> in().duration("tidemark.x", Duration.ZERO))
                .hasMessage("tidemark.x \"10\": expected a number with its unit, such as 500ms, 10s, 5m, 24h or 7d");
    }

    @Test
    void bytes_mayHaveAUnit() {
        assertThat(in().bytes("tidemark.x", 5)).isEqualTo(5);
        for (var each : Map.of("0", 0L, "42", 42L, "7B", 7L, "3KiB", 3072L, "500 MiB", 500L << 20, "2Ti", 2L << 40)
                .entrySet()) {
            properties.setProperty("tidemark.x", each.getKey());
            assertThat(in().bytes("tidemark.x", 5)).isEqualTo(each.getValue());
        }
        for (String bad : new String[] {"-1", "1.5GiB", "20GB", "much", "999999999999999TiB"}) {
            properties.setProperty("tidemark.x", bad);
            assertThatThrownBy(() -> in().bytes("tidemark.x", 5))
                    .hasMessage("tidemark.x \"" + bad
                            + "\": expected a number of bytes, such as 1073741824, 500MiB or 20GiB");
        }
    }

    @Test
    void number_outOfItsRange_isRefused() {
        assertThat(in().number("tidemark.x", 3, 1, 5)).isEqualTo(3);
        for (String bad : new String[] {"0", "6", "3.0", "many", "99999999999"}) {
            properties.setProperty("tidemark.x", bad);
            assertThatThrownBy(() -> in().number("tidemark.x", 3, 1, 5))
                    .hasMessage("tidemark.x \"" + bad + "\": expected a whole number from 1 to 5");
        }
    }

    @Test
    void prefix_findsPropertiesAndVariables() {
        properties.setProperty("tidemark.kafka.client.id", "a");
        environment = Map.of(
                "TIDEMARK_KAFKA_CLIENT_ID", "b",
                "TIDEMARK_KAFKA_SECURITY_PROTOCOL", "SSL",
                "TIDEMARK_OTHER", "c");

        assertThat(in().startingWith("tidemark.kafka."))
                .isEqualTo(Map.of("client.id", "a", "security.protocol", "SSL"));
    }
}
