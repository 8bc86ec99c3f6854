package dev.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Log lines from the shop to the event stream. */
class LogStreamIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningTidemark tidemark = RunningTidemark.withDemo();

    @Test
    void line_loggedByTheShop_isOnTheStreamWithItsTraceId() throws Exception {
        BlockingQueue<Line> lines = new LinkedBlockingQueue<>(10_000);
        var body = tidemark.api().stream("/api/monitoring/logs/stream?service=shop");
        Thread reader = Thread.ofVirtual().start(() -> read(body, lines));
        // Once any line arrives, the stream is open and warm.
        await().atMost(Duration.ofMinutes(3)).until(() -> !lines.isEmpty());

        // Not decimal: one in ten numbers of 13 or more digits looks like a payment card and is redacted.
        String word = "<script>alert('" + Long.toString(System.nanoTime(), 36) + "')</script>";
        HttpResponse<String> response =
                tidemark.shop().get("/search?q=" + java.net.URLEncoder.encode(word, StandardCharsets.UTF_8));
        Line line = await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> find(lines, word), Optional::isPresent)
                .orElseThrow();

        assertThat(line.event().get("trace_id").asText())
                .isEqualTo(response.headers().firstValue("X-Trace-ID").orElseThrow());
        body.close();
        reader.interrupt();
    }

    private static Optional<Line> find(BlockingQueue<Line> lines, String word) {
        return lines.stream()
                .filter(line -> line.event().path("message").asText().contains(word))
                .findFirst();
    }

    private static void read(java.io.InputStream body, BlockingQueue<Line> lines) {
        try (var in = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                if (text.startsWith("data:") && text.contains("\"message\"")) {
                    lines.offer(new Line(JSON.readTree(text.substring(5))));
                }
            }
        } catch (java.io.IOException e) {
            // Closed by the test.
        }
    }

    private record Line(JsonNode event) {}
}
