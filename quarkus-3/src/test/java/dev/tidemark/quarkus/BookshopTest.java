package dev.tidemark.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.ingest.settings.Settings;
import dev.tidemark.wire.event.RequestEvent;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the contract does not ask. */
@QuarkusTest
@Tag("java17")
class BookshopTest {
    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI address;

    @Inject
    @SuppressWarnings("NullAway.Init")
    SettingsAtStart atStart;

    @Test
    void settings_inTheConfiguration_areTheFilters() {
        Settings settings = atStart.settings();

        assertThat(settings.serviceName()).isEqualTo("bookshop");
        assertThat(settings.bootstrapServers()).isEqualTo("127.0.0.1:1");
        assertThat(settings.sampleInterval()).isEqualTo(Duration.ZERO);
    }

    @Test
    void exception_thatAMapperHandles_isNamed() throws Exception {
        try (RecordingTidemark tidemark = new RecordingTidemark()) {
            assertThat(get("/sold-out/1").statusCode()).isEqualTo(410);

            assertThat(tidemark.request().route()).isEqualTo("/sold-out/{id}");
            assertThat(tidemark.request().errorType()).isEqualTo(Bookshop.SoldOutException.class.getName());
        }
    }

    @Test
    void trace_onAnotherThread_isThatOfTheRequest() throws Exception {
        try (RecordingTidemark tidemark = new RecordingTidemark()) {
            HttpResponse<String> response = get("/mdc/1/later");

            RequestEvent event = tidemark.request();
            assertThat(event.route()).isEqualTo("/mdc/{id}/later");
            assertThat(response.body()).isEqualTo(event.traceId() + " " + event.spanId() + " " + event.spanId());
        }
    }

    @Test
    void trace_onAWorkerThread_isThatOfTheRequest() throws Exception {
        try (RecordingTidemark tidemark = new RecordingTidemark()) {
            HttpResponse<String> response = get("/current");

            assertThat(response.body()).isEqualTo(tidemark.request().spanId());
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
