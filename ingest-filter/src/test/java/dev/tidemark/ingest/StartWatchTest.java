package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.settings.Settings;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.settings.KafkaSetting;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartWatchTest {
    @Test
    void line_namesWhatAnOperatorAsks() {
        Settings settings = Settings.read(
                Map.of(
                        FilterSetting.SERVICE_NAME, "checkout",
                        FilterSetting.INSTANCE, "checkout-1",
                        KafkaSetting.BOOTSTRAP_SERVERS, "kafka:9092"),
                Map.of());

        assertThat(StartWatch.line(settings, EnumSet.of(Adapter.LOGBACK, Adapter.SPRING_WEBFLUX)))
                .isEqualTo("Tidemark: service checkout, instance checkout-1; Kafka at kafka:9092;"
                        + " active: logback, spring webflux;"
                        + " not measured: /actuator, /health, /metrics, /prometheus, /q/health, /q/metrics;"
                        + " log lines are redacted: secrets and personal data");
    }

    @Test
    void line_withoutRedaction_saysSo() {
        Settings settings =
                Settings.read(Map.of(FilterSetting.REDACT, "false", FilterSetting.SKIP_PATHS, "/internal"), Map.of());

        assertThat(StartWatch.line(settings, EnumSet.of(Adapter.SERVLET)))
                .endsWith("active: servlet; not measured: /internal; log lines are not redacted");
    }
}
