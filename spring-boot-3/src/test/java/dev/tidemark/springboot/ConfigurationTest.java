package dev.tidemark.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.TidemarkHandle;
import dev.tidemark.ingest.settings.Settings;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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

    @Test
    void enabled_withAPlaceholderThatNothingResolves_isTheDefault() throws Exception {
        try (RunningBookshop bookshop = RunningBookshop.onTomcat("--tidemark.enabled=${nowhere}");
                RecordingTidemark tidemark = new RecordingTidemark()) {
            HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(bookshop.address().resolve("/orders/1"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding());

            assertThat(tidemark.request().route()).isEqualTo("/orders/{id}");
        }
    }
}
