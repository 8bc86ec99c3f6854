package dev.tidemark.query.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tidemark.query.kafka.KafkaSettings;
import dev.tidemark.settings.QuerySetting;
import dev.tidemark.settings.SettingException;
import dev.tidemark.settings.SettingsReader;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class SettingsTest {

    @Test
    void settings_thatAreNotSet_haveTheirDefaults() {
        try (ApplicationContext context = ApplicationContext.run()) {
            assertThat(context.getBean(KafkaSettings.class)).isEqualTo(new KafkaSettings("localhost:19092", Map.of()));
        }
    }

    @Test
    void settings_thatAreSet_overrideTheDefaults() {
        try (ApplicationContext context = ApplicationContext.run(Map.of(
                "tidemark.kafka.bootstrap-servers", "a:1, b:2",
                "tidemark.logs.stream.ping", "3s",
                "tidemark.logs.stream.retry", ""))) {
            assertThat(context.getBean(KafkaSettings.class).bootstrapServers()).isEqualTo("a:1, b:2");
            assertThat(context.getBean(SettingsReader.class).get(QuerySetting.PING))
                    .isEqualTo(Duration.ofSeconds(3));
            assertThat(context.getBean(SettingsReader.class).get(QuerySetting.RETRY))
                    .isEqualTo(Duration.ofSeconds(2));
        }
    }

    @Test
    void settings_ofUnknownName_areLoggedWithTheNearestOne() {
        var logger = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(SettingsFactory.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.WARN);
        try (ApplicationContext context = ApplicationContext.run(
                Map.of("tidemark.redis.url", "redis://a", "tidemark.redis.timeout", "1s", "tidemark.threads", "3"))) {
            assertThat(context.isRunning()).isTrue();
        } finally {
            logger.setLevel(null);
            logger.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("unknown settings tidemark.redis.url (did you mean tidemark.redis.uri?): ignored");
    }

    @ParameterizedTest
    @CsvSource({
        "tidemark.http.port, http, a whole number from 0 to 65535",
        "tidemark.http.port, 99999, a whole number from 0 to 65535",
        "tidemark.postgres.url, localhost, jdbc:postgresql://host:port/database",
        "tidemark.monitored.postgres.url, jdbc:mysql://x/y, jdbc:postgresql://host:port/database",
        "tidemark.postgres.connect-timeout, 100ms, 'a duration from 250ms to 60s, such as 500ms, 10s, 5m, 24h or 7d'",
        "tidemark.postgres.query-timeout, 0s, 'a duration from 1ms to 1h, such as 500ms, 10s, 5m, 24h or 7d'",
        "tidemark.postgres.query-timeout, 30d, 'a duration from 1ms to 1h, such as 500ms, 10s, 5m, 24h or 7d'",
        "tidemark.redis.timeout, 999999999d, 'a duration from 1ms to 60s, such as 500ms, 10s, 5m, 24h or 7d'",
        "tidemark.redis.uri, localhost:16379, 'redis://host:port, rediss://user:password@host:port or redis-sentinel://host:port,host:port#name'",
        "tidemark.kafka.bootstrap-servers, localhost, 'host:port[,host:port…]'",
        "tidemark.logs.stream.ping, soon, 'a duration from 100ms to 30s, such as 500ms, 10s, 5m, 24h or 7d'",
        "tidemark.logs.stream.ping, 90s, 'a duration from 100ms to 30s, such as 500ms, 10s, 5m, 24h or 7d'",
        "tidemark.logs.stream.max-clients, 0, a whole number from 1 to 10000"
    })
    void settings_withAnInvalidValue_preventTheStartWithNameValueAndForm(String name, String value, String expected) {
        assertThatThrownBy(() -> ApplicationContext.run(Map.of(name, value)).close())
                .rootCause()
                .isInstanceOf(SettingException.class)
                .hasMessage(name + " \"" + value + "\": expected " + expected);
    }
}
