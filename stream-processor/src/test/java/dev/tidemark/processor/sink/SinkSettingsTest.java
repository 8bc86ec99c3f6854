package dev.tidemark.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.processor.sink.dimension.CardinalityLimits;
import dev.tidemark.processor.sink.partition.RetentionSettings;
import dev.tidemark.processor.sink.postgres.PostgresSettings;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.RetentionSetting;
import dev.tidemark.settings.SettingsReader;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SinkSettingsTest {
    private static final Map<String, String> KAFKA = Map.of("bootstrap.servers", "127.0.0.1:19092");

    @Test
    void defaults_areTheDocumentedOnes() {
        assertThat(read(Map.of()))
                .isEqualTo(new SinkSettings(
                        KAFKA,
                        "tidemark-sink",
                        20_000,
                        8 << 20,
                        Duration.ofMillis(500),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        PostgresSettings.of("jdbc:postgresql://127.0.0.1:15432/tidemark", "tidemark", ""),
                        new CardinalityLimits(
                                1_000, 20_000, 2_000, 10_000, 10_000, 100_000, 100_000, 5_000, 2_000_000, 60 << 20),
                        new RetentionSettings(
                                Duration.ofDays(7),
                                Duration.ofDays(7),
                                Duration.ofDays(30),
                                Duration.ofHours(48),
                                Duration.ofDays(30),
                                Duration.ofDays(400))));
    }

    @Test
    void environment_setsThem() {
        SinkSettings settings = read(Map.of(
                "TIDEMARK_POSTGRES_URL", "jdbc:postgresql://db/other",
                "TIDEMARK_RETENTION_ROLLUPS_10S", "3d"));

        assertThat(settings.postgres().url()).isEqualTo("jdbc:postgresql://db/other");
        assertThat(settings.retention().rollups10s()).isEqualTo(Duration.ofDays(3));
    }

    @Test
    void pollIntervalShorterThanPostgresTimeouts_isRejected() {
        assertThatThrownBy(() -> read(Map.of("TIDEMARK_SINK_MAX_POLL_INTERVAL", "30s")))
                .hasMessage(
                        "tidemark.sink.max-poll-interval PT30S: expected more than PT35S, which PostgreSQL's timeouts may take");
    }

    @ParameterizedTest
    @CsvSource({
        "TIDEMARK_POSTGRES_STATEMENT_TIMEOUT, 0ms",
        "TIDEMARK_POSTGRES_LOCK_TIMEOUT, 0s",
        "TIDEMARK_POSTGRES_LOCK_TIMEOUT, 30d",
        "TIDEMARK_POSTGRES_CONNECT_TIMEOUT, 0s",
        "TIDEMARK_SINK_SESSION_TIMEOUT, 30d",
        "TIDEMARK_SINK_MAX_POLL_INTERVAL, 30d",
        "TIDEMARK_SINK_RETRY_MAX, 0ms",
        "TIDEMARK_SINK_HEARTBEAT, 0ms"
    })
    void unboundedOrZeroWait_isRejected(String variable, String value) {
        assertThatThrownBy(() -> read(Map.of(variable, value)))
                .hasMessageStartingWith(variable + " \"" + value + "\": expected a duration from ");
    }

    @Test
    void retentionTooLongForPostgres_isRejected() {
        assertThatThrownBy(() -> read(Map.of("TIDEMARK_RETENTION_LOGS", "999999999d")))
                .hasMessage("TIDEMARK_RETENTION_LOGS \"999999999d\": expected "
                        + RetentionSetting.LOGS.type().form());
    }

    @Test
    void password_isNotPrinted() {
        assertThat(read(Map.of("TIDEMARK_POSTGRES_PASSWORD", "s3cret")).toString())
                .doesNotContain("s3cret");
    }

    private static SinkSettings read(Map<String, String> environment) {
        return SinkSettings.from(new SettingsReader(Component.PROCESSOR, Map.of(), environment), KAFKA);
    }
}
