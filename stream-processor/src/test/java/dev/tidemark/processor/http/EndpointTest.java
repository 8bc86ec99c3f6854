package dev.tidemark.processor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.processor.meter.Meter;
import dev.tidemark.processor.meter.Reading;
import dev.tidemark.processor.settings.SettingReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndpointTest {
    private static final Meter READ = Meter.counter("records_read_total", "Records that were read.");
    private static final Meter OPEN = Meter.gauge("windows_open", "Windows in memory.", "tier");
    private static final Problem PROBLEM =
            new Problem("topology", "is REBALANCING", Instant.parse("2026-11-21T10:00:00Z"));

    private final Exposition metrics = new Exposition();
    private final Health health = new Health();
    private final List<Problem> problems = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private Endpoint endpoint = listening(0);

    private Endpoint listening(int port) {
        try {
            return new Endpoint(new HttpSettings("127.0.0.1", port), metrics, health);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void checks() {
        health.ready(() -> List.copyOf(problems));
    }

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void metrics_areInTheTextFormat() throws Exception {
        metrics.add(() -> List.of(READ.reading(42), OPEN.reading(3, "10s"), OPEN.reading(4, "1m")));

        HttpResponse<String> response = get("/prometheus");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
        assertThat(response.body())
                .contains("# HELP tidemark_processor_records_read_total Records that were read.\n"
                        + "# TYPE tidemark_processor_records_read_total counter\n"
                        + "tidemark_processor_records_read_total 42.0\n")
                .contains("# TYPE tidemark_processor_windows_open gauge\n")
                .contains("tidemark_processor_windows_open{tier=\"10s\"} 3.0\n")
                .contains("tidemark_processor_windows_open{tier=\"1m\"} 4.0\n")
                .contains("jvm_memory_used_bytes{area=\"heap\"}");
    }

    @Test
    void metrics_forWhoeverAsks_areOpenMetrics() throws Exception {
        metrics.add(() -> List.of(READ.reading(42)));

        HttpResponse<String> response = send("GET", "/prometheus", "application/openmetrics-text; version=1.0.0");

        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/openmetrics-text");
        assertThat(response.body())
                .contains("tidemark_processor_records_read_total 42.0")
                .endsWith("# EOF\n");
    }

    @Test
    void metrics_ofTwoPartsWithTheSameLabels_areSummed() throws Exception {
        metrics.add(() -> List.of(READ.reading(1)));
        metrics.add(() -> List.of(READ.reading(2)));

        assertThat(get("/prometheus").body()).contains("tidemark_processor_records_read_total 3.0\n");
    }

    @Test
    void partThatFails_hidesNoOther() throws Exception {
        metrics.add(() -> {
            throw new IllegalStateException("a fault on purpose");
        });
        metrics.add(() -> List.of(READ.reading(1)));

        assertThat(get("/prometheus").body()).contains("tidemark_processor_records_read_total 1.0\n");
    }

    @Test
    void ready_withAProblem_says503AndWhatAndSinceWhen() throws Exception {
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").body()).isEqualTo("{\"status\":\"ready\",\"problems\":[]}");
        problems.add(PROBLEM);

        HttpResponse<String> response = get("/health/ready");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("""
                {"status":"not_ready","problems":[\
                {"part":"topology","problem":"is REBALANCING","since":"2026-11-21T10:00:00Z"}]}""");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/live").body()).contains("\"live\"");
    }

    @Test
    void otherPathsAndMethods_areRefused() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/prometheus/").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/prometheus", "*/*").statusCode()).isEqualTo(405);
        assertThat(send("HEAD", "/prometheus", "*/*").body()).isEmpty();
    }

    @Test
    void busyPort_namesTheSetting() {
        assertThatThrownBy(() -> new Endpoint(new HttpSettings("127.0.0.1", endpoint.port()), metrics, health))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot listen on 127.0.0.1:" + endpoint.port() + " (")
                .hasMessageContaining("tidemark.processor.http.port");
    }

    @Test
    void settings_areReadByTheirNames() {
        assertThat(HttpSettings.from(new SettingReader(new Properties(), Map.of())))
                .isEqualTo(new HttpSettings("127.0.0.1", 8083));
        assertThat(HttpSettings.from(new SettingReader(
                        new Properties(),
                        Map.of("TIDEMARK_PROCESSOR_HTTP_HOST", "0.0.0.0", "TIDEMARK_PROCESSOR_HTTP_PORT", "9"))))
                .isEqualTo(new HttpSettings("0.0.0.0", 9));
    }

    @Test
    void samples_ofTheSameName_areSummed() {
        assertThat(Reading.samples(
                        List.of(OPEN.sampled("open", 3, "10s"), OPEN.sampled("open", 4, "1m"), READ.reading(5))))
                .isEqualTo(Map.of("open", 7L));
        assertThatThrownBy(() -> OPEN.reading(1)).hasMessage("labels [] of windows_open: expected values of [tier]");
        assertThatThrownBy(() -> Meter.gauge("x_total", ""))
                .hasMessage("meter x_total: expected _total at the end of a counter only");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, "*/*");
    }

    private HttpResponse<String> send(String method, String path, String accept) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path))
                        .header("Accept", accept)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
