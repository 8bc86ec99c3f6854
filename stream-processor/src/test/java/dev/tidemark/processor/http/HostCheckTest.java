package dev.tidemark.processor.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.metrics.PrometheusExporter;
import dev.tidemark.processor.health.Health;
import dev.tidemark.wire.metric.ProcessorMetrics;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostCheckTest {
    private ManagementServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new ManagementServer(
                new HttpSettings("127.0.0.1", 0, "prometheus.example"),
                new PrometheusExporter(ProcessorMetrics.PREFIX),
                new Health());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET /prometheus, localhost:8083, 200",
        "GET /health/live, 10.1.2.3:8083, 200",
        "GET /health/ready, [::1], 200",
        "GET /prometheus, prometheus.example, 200",
        "GET /prometheus, evil.example, 421",
        "GET /health/live, 127.0.0.1.evil.example, 421",
        "HEAD /health/ready, evil.example, 421",
        "POST /prometheus, evil.example, 421",
        "GET http://evil.example/prometheus, localhost, 421",
        "GET /prometheus, user@localhost, 400"
    })
    void request_toAnAllowedHost_isAnswered(String line, String host, int status) throws IOException {
        assertThat(send(line + " HTTP/1.1\r\nHost: " + host)).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void rejection_hasProblemDetails() throws IOException {
        String answer = send("GET /prometheus HTTP/1.1\r\nHost: evil.example");

        assertThat(answer)
                .containsIgnoringCase("Content-Type: application/problem+json\r\n")
                .containsIgnoringCase("X-Content-Type-Options: nosniff\r\n")
                .contains("{\"type\":\"about:blank\",\"title\":\"Misdirected Request\",\"status\":421,\"detail\":\"Host"
                        + " \\\"evil.example\\\": this server does not answer under that name;");
    }

    @Test
    void request_withoutAHostOrWithTwo_isABadRequest() throws IOException {
        assertThat(send("GET /health/live HTTP/1.1\r\nX: y")).startsWith("HTTP/1.1 400 ");
        assertThat(send("GET /health/live HTTP/1.1\r\nHost: localhost\r\nHost: evil.example"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(send("GET /health/live HTTP/1.0\r\nX: y")).contains(" 200 ");
    }

    @Test
    void setting_malformed_isRejected() {
        assertThatThrownBy(() -> new HttpSettings("127.0.0.1", 0, "http://shop.example"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "tidemark.allowed-hosts \"http://shop.example\": expected host names separated by commas, each"
                                + " with or without a port, or *");
    }

    private String send(String head) throws IOException {
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write((head + "\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
