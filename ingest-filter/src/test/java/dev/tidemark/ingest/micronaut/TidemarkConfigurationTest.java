package dev.tidemark.ingest.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.TidemarkHandle;
import dev.tidemark.ingest.settings.FrameworkSettings;
import dev.tidemark.ingest.settings.Settings;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.MapPropertySource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("java17")
class TidemarkConfigurationTest {
    @AfterEach
    void forget() {
        Tidemark.configure(FrameworkSettings.NONE);
    }

    @Test
    void settings_inTheConfiguration_areTheFilters() {
        Settings settings = settingsOf(Map.of(
                "tidemark.service-name", "checkout",
                "tidemark.kafka.bootstrap-servers", "127.0.0.1:1",
                "tidemark.kafka.client.security.protocol", "PLAINTEXT",
                "tidemark.skip-paths", List.of("/a", "/b"),
                "tidemark.sample-interval", "0s",
                "tidemark.close-timeout", "0ms"));

        assertThat(settings.serviceName()).isEqualTo("checkout");
        assertThat(settings.bootstrapServers()).isEqualTo("127.0.0.1:1");
        assertThat(settings.kafkaClient()).isEqualTo(Map.of("security.protocol", "PLAINTEXT"));
        assertThat(settings.skipPaths()).containsExactly("/a", "/b");
    }

    @Test
    void applicationName_isTheServiceName() {
        assertThat(settingsOf(Map.of("micronaut.application.name", "billing", "tidemark.close-timeout", "0ms"))
                        .serviceName())
                .isEqualTo("billing");
    }

    @Test
    void tidemark_disabledInTheConfiguration_isDisabled() {
        assertThat(settingsOf(Map.of("tidemark.enabled", "false")).enabled()).isFalse();
    }

    @Test
    void settings_withAPlaceholderThatNothingResolves_doNotStopTheApplication() {
        Settings settings = settingsOf(Map.of(
                "tidemark.service-name", "checkout",
                "tidemark.instance", "${nobody.knows.this}",
                "tidemark.sample-interval", "0s",
                "tidemark.close-timeout", "0ms"));

        assertThat(settings.serviceName()).isEqualTo("checkout");
    }

    private static Settings settingsOf(Map<String, Object> configuration) {
        try (ApplicationContext context = ApplicationContext.builder()
                        .propertySources(MapPropertySource.of("application", configuration))
                        .start();
                TidemarkHandle handle = Tidemark.acquire()) {
            return handle.tidemark().settings();
        }
    }
}
