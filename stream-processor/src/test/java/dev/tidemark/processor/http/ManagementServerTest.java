package dev.tidemark.processor.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.PrometheusExporter;
import dev.tidemark.processor.health.Health;
import dev.tidemark.processor.health.Problem;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.wire.metric.ProcessorMetrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementServerTest {
    private static final MetricDescriptor READ =
            MetricDescriptor.counter("records_read_total", "Records that were read.");
    private static final MetricDescriptor OPEN = MetricDescriptor.gauge("windows_open", "Windows in memory.", "tier");
    private static final Problem PROBLEM =
            new Problem("topology", "is REBALANCING", Instant.parse("2026-11-21T10:00:00Z"));

    private final PrometheusExporter metrics = new PrometheusExporter(ProcessorMetrics.PREFIX);
    private final Health health = new Health();
    private final List<Problem> problems = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private ManagementServer endpoint = listening(0);

    private ManagementServer listening(int port) {
        try {
            return new ManagementServer(new HttpSettings("127.0.0.1", port), metrics, health);
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
        metrics.add(() -> List.of(READ.sample(42), OPEN.sample(3, "10s"), OPEN.sample(4, "1m")));

        HttpResponse<String> response = get("/prometheus");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
        assertThat(response.body())
                .contains("# HELP tidemark_processor_records_read_total Records that were read.\n"
                        + "# TYPE tidemark_processor_records_read_total counter\n"
                        + "tidemark_processor_records_read_total 42.0\n")
                .contains("# HELP tidemark_processor_windows_open Windows in memory.\n"
                        + "# TYPE tidemark_processor_windows_open gauge\n")
                .contains("tidemark_processor_windows_open{tier=\"10s\"} 3.0\n")
                .contains("tidemark_processor_windows_open{tier=\"1m\"} 4.0\n")
                .contains("jvm_memory_used_bytes{area=\"heap\"}");
    }

    @Test
    void metrics_onRequest_areOpenMetrics() throws Exception {
        metrics.add(() -> List.of(READ.sample(42)));

        HttpResponse<String> response = send("GET", "/prometheus", "application/openmetrics-text; version=1.0.0");

        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/openmetrics-text");
        assertThat(response.body())
                .contains("tidemark_processor_records_read_total 42.0")
                .endsWith("# EOF\n");
    }

    @Test
    void metrics_ofTwoPartsWithTheSameLabels_areSummed() throws Exception {
        metrics.add(() -> List.of(READ.sample(1)));
        metrics.add(() -> List.of(READ.sample(2)));

        assertThat(get("/prometheus").body()).contains("tidemark_processor_records_read_total 3.0\n");
    }

    @Test
    void failingPart_hidesNoOther() throws Exception {
        metrics.add(() -> {
            throw new IllegalStateException("a fault on purpose");
        });
        metrics.add(() -> List.of(READ.sample(1)));

        assertThat(get("/prometheus").body()).contains("tidemark_processor_records_read_total 1.0\n");
    }

    @Test
    void ready_withAProblem_is503WithTheProblemAndItsStart() throws Exception {
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").body()).isEqualTo("{\"status\":\"ready\",\"problems\":[]}");
        problems.add(PROBLEM);

        HttpResponse<String> response = get("/health/ready");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.body()).isEqualTo("""
                {"status":"not_ready","problems":[\
                {"part":"topology","problem":"is REBALANCING","since":"2026-11-21T10:00:00Z"}]}""");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/live").body()).contains("\"live\"");
    }

    @Test
    void live_withAProblemThatNeedsARestart_is503() throws Exception {
        health.live(() -> List.of(new Problem("sink", "a sink thread has ended", PROBLEM.since())));

        assertThat(get("/health/live").statusCode()).isEqualTo(503);
        assertThat(get("/health/live").body()).startsWith("{\"status\":\"not_live\",\"problems\":[{\"part\":\"sink\"");
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void otherPathsAndMethods_areRejected() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/prometheus/").statusCode()).isEqualTo(404);
        HttpResponse<String> refused = send("POST", "/prometheus", "*/*");
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @Test
    void head_isGetWithoutBody() throws Exception {
        HttpResponse<String> head = send("HEAD", "/prometheus", "*/*");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
        assertThat(head.body()).isEmpty();
    }

    @Test
    void slowPart_delaysNoOtherResponse() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        metrics.add(() -> {
            asked.countDown();
            await(released);
            return List.of();
        });
        CompletableFuture<HttpResponse<String>> slow =
                client.sendAsync(request("GET", "/prometheus", "*/*"), HttpResponse.BodyHandlers.ofString());
        try {
            await(asked);

            assertThat(get("/health/live").statusCode()).isEqualTo(200);
        } finally {
            released.countDown();
        }
        assertThat(slow.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void clientsWithUnfinishedRequests_delayNoOtherResponse() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                Socket socket = new Socket(
                        endpoint.address().getAddress(), endpoint.address().getPort());
                silent.add(socket);
                socket.getOutputStream().write("GET /prometheus HTTP/1.1\r\nHost:".getBytes(UTF_8));
            }

            assertThat(get("/health/live").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void address_comesFromTheSettings_andIsFreeAfterClose() throws Exception {
        InetSocketAddress address = endpoint.address();
        assertThat(address.getAddress().getHostAddress())
                .as("not on every address of the machine")
                .isEqualTo("127.0.0.1");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        endpoint.close();
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("http-")));

        endpoint = listening(address.getPort());

        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void busyPort_namesTheSetting() {
        assertThatThrownBy(() -> new ManagementServer(
                        new HttpSettings("127.0.0.1", endpoint.address().getPort()), metrics, health))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "cannot listen on 127.0.0.1:" + endpoint.address().getPort() + " (")
                .hasMessageContaining("tidemark.processor.http.port");
    }

    @Test
    void settings_areReadByName() {
        assertThat(HttpSettings.from(new SettingsReader(Component.PROCESSOR, Map.of(), Map.of())))
                .isEqualTo(new HttpSettings("127.0.0.1", 8083));
        assertThat(HttpSettings.from(new SettingsReader(
                        Component.PROCESSOR,
                        Map.of(),
                        Map.of("TIDEMARK_PROCESSOR_HTTP_HOST", "0.0.0.0", "TIDEMARK_PROCESSOR_HTTP_PORT", "9"))))
                .isEqualTo(new HttpSettings("0.0.0.0", 9));
        assertThatThrownBy(() -> HttpSettings.from(new SettingsReader(
                        Component.PROCESSOR, Map.of(), Map.of("TIDEMARK_PROCESSOR_HTTP_PORT", "65536"))))
                .hasMessageContaining("TIDEMARK_PROCESSOR_HTTP_PORT")
                .hasMessageContaining("65535");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, "*/*");
    }

    private HttpResponse<String> send(String method, String path, String accept) throws Exception {
        return client.send(request(method, path, accept), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, String accept) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + endpoint.address().getPort() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Accept", accept)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
