package dev.tidemark.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.TidemarkHandle;
import dev.tidemark.ingest.settings.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    @Test
    void settings_inTheConfiguration_areTheFilters() {
        try (RunningBookshop unused = RunningBookshop.onTomcat();
                TidemarkHandle handle = Tidemark.acquire()) {
            Settings settings = handle.tidemark().settings();

            assertThat(settings.serviceName()).isEqualTo("bookshop");
            assertThat(settings.bootstrapServers()).isEqualTo("127.0.0.1:1");
            assertThat(settings.sampleInterval()).isEqualTo(Duration.ZERO);
            assertThat(settings.kafkaClient()).isEqualTo(Map.of("linger.ms", "20"));
        }
    }
}
