package dev.tidemark.ingest.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.settings.Component;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.settings.SettingsReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("java17")
class SettingsTest {

    @Test
    void read_nothingSet_returnsTheDefaults() {
        Settings settings = read(Map.of());

        assertThat(settings)
                .isEqualTo(new Settings(
                        true,
                        "unknown_service",
                        settings.instance(),
                        "localhost:19092",
                        64 << 10,
                        RequestsEncoding.JSON,
                        16_384,
                        8_192,
                        16 << 20,
                        List.of("/actuator", "/health", "/metrics", "/prometheus", "/q/health", "/q/metrics"),
                        true,
                        1000,
                        Duration.ofSeconds(5),
                        true,
                        List.of(),
                        Map.of(),
                        List.of(),
                        Duration.ofSeconds(5),
                        Map.of()));
        assertThat(settings.instance()).matches(".+-[0-9a-f]{6}");
    }

    @Test
    void read_instanceNotSet_isNewEachTime() {
        assertThat(read(Map.of()).instance()).isNotEqualTo(read(Map.of()).instance());
    }

    @Test
    void read_kafkaClient_codeOverridesTheEnvironment() {
        Settings settings = Settings.read(
                reader(Map.of(
                        "TIDEMARK_KAFKA_CLIENT_SECURITY_PROTOCOL", "SSL",
                        "TIDEMARK_KAFKA_CLIENT_LINGER_MS", "7",
                        "TIDEMARK_KAFKA_CLIENT_BATCH_SIZE", "16384")),
                Map.of("linger.ms", "5"),
                FrameworkSettings.NONE);

        assertThat(settings.kafkaClient())
                .isEqualTo(Map.of("security.protocol", "SSL", "linger.ms", "5", "batch.size", "16384"));
        assertThat(settings.batchSize()).isEqualTo(16_384);
    }

    @Test
    void read_reservedKafkaClientProperty_isRejected() {
        assertThatThrownBy(() -> read(Map.of("TIDEMARK_KAFKA_CLIENT_ACKS", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("TIDEMARK_KAFKA_CLIENT_ACKS cannot be set: ");
        assertThatThrownBy(() -> Settings.read(reader(Map.of()), Map.of("acks", "1"), FrameworkSettings.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("acks cannot be set: ");
    }

    @Test
    void read_serviceName_comesFromTheFirstSourceThatHasIt() {
        FrameworkSettings named = new FrameworkSettings(Map.of(), "framework");
        FrameworkSettings configured =
                new FrameworkSettings(Map.of("tidemark.service-name", "configured"), "framework");
        Map<String, String> otel = Map.of("OTEL_SERVICE_NAME", "otel");

        assertThat(serviceName(Map.of(), named)).isEqualTo("framework");
        assertThat(serviceName(otel, named)).isEqualTo("otel");
        assertThat(serviceName(otel, configured)).isEqualTo("configured");
        assertThat(serviceName(Map.of("TIDEMARK_SERVICE_NAME", "own"), configured))
                .isEqualTo("own");
        assertThat(serviceName(Map.of(), new FrameworkSettings(Map.of(), " "))).isEqualTo("unknown_service");
    }

    @Test
    void read_frameworkProperties_areBelowTheEnvironment() {
        FrameworkSettings framework = new FrameworkSettings(
                Map.of(
                        "tidemark.kafka.bootstrap-servers", "a:1",
                        "tidemark.queue.capacity", "128",
                        "tidemark.kafka.client.security.protocol", "SSL",
                        "tidemark.kafka.client.linger.ms", "9",
                        "other", "ignored"),
                null);

        Settings settings = Settings.read(reader(Map.of("TIDEMARK_KAFKA_CLIENT_LINGER_MS", "7")), Map.of(), framework);

        assertThat(settings.bootstrapServers()).isEqualTo("a:1");
        assertThat(settings.queueCapacity()).isEqualTo(128);
        assertThat(settings.kafkaClient()).isEqualTo(Map.of("security.protocol", "SSL", "linger.ms", "7"));
        assertThat(framework.properties()).doesNotContainKey("other");
    }

    private static String serviceName(Map<String, String> environment, FrameworkSettings framework) {
        return Settings.read(reader(environment), Map.of(), framework).serviceName();
    }

    @ParameterizedTest
    @CsvSource({"TIDEMARK_POSTGRES_URL, nonsense", "TIDEMARK_THREADS, many", "TIDEMARK_HTTP_PORT, -1"})
    void read_settingsOfOtherComponents_areIgnored(String variable, String value) {
        assertThat(read(Map.of(variable, value)).enabled()).isTrue();
    }

    @Test
    void toString_hidesKafkaClientValues() {
        assertThat(read(Map.of("TIDEMARK_KAFKA_CLIENT_SASL_JAAS_CONFIG", "s3cret"))
                        .toString())
                .contains("sasl.jaas.config")
                .doesNotContain("s3cret");
    }

    private static Settings read(Map<String, String> environment) {
        return Settings.read(reader(environment), Map.of(), FrameworkSettings.NONE);
    }

    private static SettingsReader reader(Map<String, String> environment) {
        return new SettingsReader(Component.FILTER, Map.of(), environment);
    }

    @Test
    void read_ownRules_areSplit() {
        Settings settings = read(Map.of(
                FilterSetting.REDACT_KEYS.variable(),
                "customer_no, kundennummer",
                FilterSetting.REDACT_PATTERNS.variable(),
                "acme-key=acme_[A-Z]{2,4} order=O-[0-9]{6}"));

        assertThat(settings.redactKeys()).containsExactly("customer_no", "kundennummer");
        assertThat(settings.redactPatterns()).isEqualTo(Map.of("acme-key", "acme_[A-Z]{2,4}", "order", "O-[0-9]{6}"));
    }
}
