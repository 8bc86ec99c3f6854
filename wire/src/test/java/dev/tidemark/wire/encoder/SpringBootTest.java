package dev.tidemark.wire.encoder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.event.LogEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The structured log formats of Spring Boot. */
final class SpringBootTest {

    @ParameterizedTest
    @ValueSource(strings = {"ecs", "logstash", "gelf"})
    void error_ofEachFormat_isReadWhole(String format) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test", Map.of("spring.application.name", "shop", "spring.application.version", "1.2")));
        String encoder = "<encoder class='" + StructuredLogEncoder.class.getName() + "'><format>" + format
                + "</format></encoder>";
        try (Logback logback = new Logback(encoder, Map.of(Environment.class.getName(), environment))) {
            Map<String, String> mdc = new HashMap<>(Lines.MDC);
            // The writer refuses a line that has a name twice.
            mdc.keySet().removeAll(format.equals("gelf") ? Set.of() : Set.of("message", "level", "service"));
            logback.mdc(mdc);
            logback.logger().error("order {} failed", 4711, Lines.failure());
            String line = new String(logback.line(), UTF_8);
            LogEvent event = Lines.read(logback.line());

            Lines.assertError(line, event);
            Lines.assertCause(line, event);
            if (!format.equals("logstash")) {
                assertThat(event.service()).as(line).isEqualTo("shop");
            }
        }
    }
}
