package dev.tidemark.ingest.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("java17")
class SettingsReaderTest {
    private static final Map<String, String> NONE = Map.of();

    @Test
    void read_nothingSet_givesTheDefaults() {
        Settings settings = read(Map.of(), NONE, NONE);

        assertThat(settings)
                .isEqualTo(new Settings(
                        true,
                        "unknown_service",
                        settings.instance(),
                        "localhost:19092",
                        8 << 20,
                        64 << 10,
                        Duration.ofMillis(50),
                        RequestsEncoding.JSON,
                        16_384,
                        8_192,
                        16 << 20,
                        List.of("/health", "/metrics", "/prometheus"),
                        Duration.ofSeconds(5),
                        true,
                        Duration.ofSeconds(5),
                        Map.of()));
        assertThat(settings.instance()).matches(".+-[0-9a-f]{6}");
    }

    @Test
    void read_instanceNotSet_isAnotherOneEachTime() {
        assertThat(read(Map.of(), NONE, NONE).instance())
                .isNotEqualTo(read(Map.of(), NONE, NONE).instance());
    }

    @Test
    void read_setInSeveralPlaces_takesCodeThenPropertyThenEnvironment() {
        Map<String, String> properties = Map.of("tidemark.service-name", "by-property");
        Map<String, String> environment = Map.of("TIDEMARK_SERVICE_NAME", "by-environment");

        assertThat(read(Map.of(Setting.SERVICE_NAME, "by-code"), properties, environment)
                        .serviceName())
                .isEqualTo("by-code");
        assertThat(read(Map.of(), properties, environment).serviceName()).isEqualTo("by-property");
        assertThat(read(Map.of(), NONE, environment).serviceName()).isEqualTo("by-environment");
    }

    @Test
    void read_setToNothing_countsAsNotSet() {
        assertThat(read(Map.of(), Map.of("tidemark.service-name", " "), Map.of("TIDEMARK_SERVICE_NAME", "shop"))
                        .serviceName())
                .isEqualTo("shop");
    }

    @Test
    void read_kafkaClient_mergesAllPlaces() {
        Settings settings = new SettingsReader(
                        Map.of(),
                        Map.of("linger.ms", "5"),
                        new Sources(
                                Map.of("tidemark.kafka.client.acks", "1", "tidemark.kafka.client.linger.ms", "7"),
                                Map.of("TIDEMARK_KAFKA_CLIENT_SECURITY_PROTOCOL", "SSL")))
                .read();

        assertThat(settings.kafkaClient()).isEqualTo(Map.of("security.protocol", "SSL", "acks", "1", "linger.ms", "5"));
    }

    @Test
    void read_skipPathsNone_skipsNothing() {
        assertThat(read(Map.of(Setting.SKIP_PATHS, "none"), NONE, NONE).skipPaths())
                .isEmpty();
        assertThat(read(Map.of(Setting.SKIP_PATHS, "/a , /b"), NONE, NONE).skipPaths())
                .containsExactly("/a", "/b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ENABLED             | yes
            SERVICE_NAME        | a\u0007b
            BOOTSTRAP_SERVERS   | kafka
            BOOTSTRAP_SERVERS   | kafka:9092,
            BOOTSTRAP_SERVERS   | http://kafka:9092/
            BOOTSTRAP_SERVERS   | kafka:0
            BOOTSTRAP_SERVERS   | kafka:65536
            BUFFER_MEMORY       | 8
            BUFFER_MEMORY       | 8MB
            BUFFER_MEMORY       | 2GiB
            BATCH_SIZE          | 1B
            LINGER              | 50
            LINGER              | 11s
            REQUESTS_ENCODING   | avro
            QUEUE_CAPACITY      | many
            QUEUE_CAPACITY      | -5
            QUEUE_CAPACITY      | 63
            QUEUE_CAPACITY      | 2000000
            LOG_QUEUE_CAPACITY  | 1e3
            LOG_QUEUE_MEMORY    | 0MiB
            SKIP_PATHS          | health
            SKIP_PATHS          | /
            SAMPLE_INTERVAL     | 99ms
            SAMPLE_INTERVAL     | 2h
            REDACT              | no
            CLOSE_TIMEOUT       | forever
            """)
    void read_wrongValue_namesItAndWhatIsExpected(Setting setting, String value) {
        assertThatThrownBy(() -> read(Map.of(), Map.of(setting.property(), value), NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(setting.property() + "=" + value + ": expected " + setting.form());
    }

    @ParameterizedTest
    @EnumSource
    void everySetting_hasADefaultInItsFormAndADescription(Setting setting) {
        assertThat(read(Map.of(setting, setting.defaultValue()), NONE, NONE)).isNotNull();
        assertThat(setting.property()).matches("tidemark\\.[a-z]+([.-][a-z]+)*");
        assertThat(setting.environmentVariable()).matches("TIDEMARK(_[A-Z]+)+");
        assertThat(setting.description()).endsWith(".");
    }

    private static Settings read(
            Map<Setting, String> own, Map<String, String> properties, Map<String, String> environment) {
        return new SettingsReader(own, Map.of(), new Sources(properties, environment)).read();
    }
}
