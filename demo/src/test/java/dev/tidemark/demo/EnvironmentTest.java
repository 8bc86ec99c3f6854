package dev.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {

    @Test
    void settings_absentOrBlank_haveTheirDefaults() {
        var environment = new Environment(Map.of("PORT", " "));

        assertThat(environment.number("PORT", 8081, 1, 65_535)).isEqualTo(8081);
        assertThat(environment.address("SHOP", "http://127.0.0.1:1", "http"))
                .isEqualTo(URI.create("http://127.0.0.1:1"));
        assertThat(environment.text("USER", "tidemark")).isEqualTo("tidemark");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "http", "8081.5"})
    void number_outsideItsForm_saysWhatIsExpected(String value) {
        var environment = new Environment(Map.of("PORT", value));

        assertThatThrownBy(() -> environment.number("PORT", 8081, 1, 65_535))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("PORT is \"" + value + "\", but a whole number from 1 to 65535 is expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:6379", "http://127.0.0.1", "redis://", "redis://a b"})
    void address_ofAnotherForm_saysWhatIsExpected(String value) {
        var environment = new Environment(Map.of("REDIS", value));

        assertThatThrownBy(() -> environment.address("REDIS", "redis://127.0.0.1:6379", "redis"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("REDIS is \"" + value + "\", but an address such as redis://127.0.0.1:6379 is expected");
    }
}
