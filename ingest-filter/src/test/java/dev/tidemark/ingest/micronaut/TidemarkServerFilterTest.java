package dev.tidemark.ingest.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.wire.event.RequestEvent;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("java17")
class TidemarkServerFilterTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACEPARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    private static EmbeddedServer server;
    private static HttpClient client;
    private RecordingTidemark tidemark;

    @BeforeAll
    static void start() {
        server = ApplicationContext.run(EmbeddedServer.class, Map.of("micronaut.server.port", -1));
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void record() {
        tidemark = new RecordingTidemark();
    }

    @AfterEach
    void close() {
        tidemark.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mdc/event-loop", "/mdc/blocking", "/mdc/reactive"})
    void mdc_onAnyThreadOfARequest_hasTraceAndSpan(String path) throws Exception {
        HttpResponse<String> response = get(path, "traceparent", TRACEPARENT);

        String span = tidemark.request().spanId();
        assertThat(response.body()).isEqualTo(TRACE + " " + span + " " + span);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/broken", "/future/broken"})
    void request_failing_isA500WithItsError(String path) throws Exception {
        HttpResponse<String> response = get(path);

        RequestEvent event = tidemark.request();
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(traceId(response)).isEqualTo(event.traceId());
        assertThat(event.route()).isEqualTo(path);
        assertThat(event.status()).isEqualTo(500);
        assertThat(event.errorType()).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void request_streamed_isTimedToTheEndOfTheStream() throws Exception {
        HttpResponse<String> response = get("/events");

        RequestEvent event = tidemark.request();
        assertThat(response.body()).contains("tick 0", "tick 2");
        assertThat(traceId(response)).isEqualTo(event.traceId());
        assertThat(event.route()).isEqualTo("/events");
        assertThat(event.durationMicros())
                .isGreaterThanOrEqualTo(Shop.BETWEEN_EVENTS.multipliedBy(3).toNanos() / 1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/calls", "/calls/reactive"})
    void outgoingRequest_whileServing_joinsTheTrace(String path) throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(uri(path))
                        .header("traceparent", TRACEPARENT)
                        .header("tracestate", "vendor=1")
                        .header("tracestate", "other=2")
                        .header("baggage", "user=jo;p=1,tenant=%C3%A4")
                        .header("baggage", "cart=7")
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        RequestEvent outer = tidemark.requests(2).stream()
                .filter(event -> event.route().equals(path))
                .findFirst()
                .orElseThrow();
        assertThat(response.body())
                .isEqualTo(
                        "00-" + TRACE + "-" + outer.spanId() + "-01 vendor=1,other=2 user=jo;p=1,tenant=%C3%A4,cart=7");
    }

    private static HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return server.getURI().resolve(path);
    }

    private static String traceId(HttpResponse<?> response) {
        return response.headers().firstValue("X-Trace-ID").orElse("");
    }
}
