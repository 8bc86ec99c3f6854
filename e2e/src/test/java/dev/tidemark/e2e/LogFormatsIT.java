package dev.tidemark.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.embedded.process.ChildProcess;
import dev.tidemark.embedded.process.Command;
import dev.tidemark.embedded.process.JavaCommand;
import dev.tidemark.wire.topic.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log lines of other producers: all are stored, and the stored lines and the live stream give the same answers. */
class LogFormatsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FIELDS = List.of(
            "service",
            "instance",
            "level",
            "logger",
            "thread",
            "message",
            "trace_id",
            "span_id",
            "error_type",
            "stack_trace");

    private final RunningTidemark tidemark = RunningTidemark.withDemo();
    private final String service = "dress-" + Long.toString(System.nanoTime(), 36);
    private final String trace = randomId(16);
    private final String shortTrace = randomId(8);

    @Test
    void linesInAnyDress_areStoredAndStreamedAlike() throws Exception {
        List<String> lines = lines();
        Map<String, List<Integer>> questions = questions(lines.size());
        send(lines);
        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> assertThat(stored("", lines.size())).hasSize(lines.size()));

        Map<String, Future<List<JsonNode>>> live = new LinkedHashMap<>();
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            questions.forEach((question, expected) -> live.put(question, readers.submit(() -> streamed(question))));
        }

        for (Map.Entry<String, List<Integer>> question : questions.entrySet()) {
            List<JsonNode> fromStore = stored(question.getKey(), lines.size());
            List<JsonNode> fromStream =
                    Objects.requireNonNull(live.get(question.getKey())).get();
            assertThat(numbers(fromStore)).as("stored: " + question.getKey()).isEqualTo(question.getValue());
            assertThat(numbers(fromStream)).as("live: " + question.getKey()).isEqualTo(question.getValue());
            assertThat(comparable(fromStream)).as(question.getKey()).isEqualTo(comparable(fromStore));
        }
        List<JsonNode> all = stored("", lines.size()).stream()
                .sorted(Comparator.comparing(LogFormatsIT::number))
                .toList();
        assertThat(all.get(6).at("/fields/tidemark.time").asText()).isEqualTo("received: the line's clock is ahead");
        assertThat(all.get(7).at("/fields/tidemark.time").asText()).startsWith("late: received at ");
        assertThat(all.get(3).get("level").asText()).isEqualTo("gold");
        assertThat(all.get(2).get("trace_id").asText()).isEqualTo("0".repeat(16) + shortTrace);
    }

    /** Each line has its number at the end of its message. */
    private List<String> lines() {
        Instant now = Instant.now();
        String own = "\"service\":\"" + service + "\"";
        return List.of(
                "{\"@timestamp\":\"" + now.toString().replace("Z", "+0000") + "\"," + own
                        + ",\"level\":\"WARN \",\"logger_name\":\"shop.Stock\",\"message\":\"\\u001b[31mstock\\u001b[0m is low #0\"}",
                "\uFEFF{\"@timestamp\":\"" + now
                        + "\",\"log.level\":\"ERROR\",\"message\":\"of a trace #1\",\"service.name\":\"" + service
                        + "\",\"level\":\"gold\",\"service\":\"customer\",\"trace.id\":\""
                        + trace.toUpperCase(Locale.ROOT) + "\"}",
                "{\"@timestamp\":" + now.toEpochMilli() + "," + own
                        + ",\"log\":{\"level\":\"debug\"},\"message\":\"of a short trace #2\",\"traceId\":\""
                        + shortTrace
                        + "\",\"items\":[{\"sku\":\"a-1\"}]}",
                "{\"@timestamp\":\"" + now + "\"," + own + ",\"level\":\"gold\",\"message\":\"100%_ ÄÖÜ #3\"}",
                "{\"@timestamp\":" + now.getEpochSecond()
                        + ".5,\"stream\":\"stdout\",\"log\":\"{\\\"level\\\":\\\"info\\\",\\\"message\\\":\\\"inner #4\\\","
                        + own.replace("\"", "\\\"") + "}\\n\",\"kubernetes\":{\"pod_name\":\"shop-1\"}}",
                "{\"timestamp\":\"" + now + "\",\"source_type\":\"file\",\"host\":\"vm-3\"," + own
                        + ",\"message\":\"2026-11-21T09:40:34.123Z  WARN 1 --- [main] shop.App : slow #5\"}",
                "{\"ts\":\"" + now.plus(Duration.ofHours(2)) + "\"," + own + ",\"level\":30,\"message\":\"ahead #6\"}",
                "{\"ts\":\"" + now.minus(Duration.ofHours(2)) + "\"," + own
                        + ",\"level\":\"SEVERE\",\"message\":\"behind #7\"}",
                "{" + own
                        + ",\"level\":\"FATAL\",\"message\":null,\"stack_trace\":\"shop.NoStock: #8\\n\\tat shop.Cart.total(Cart.java:41)\\n\"}",
                "{\"version\":\"1.1\",\"host\":\"vm-3\",\"_service\":\"" + service
                        + "\",\"short_message\":\"gelf #9\",\"level\":4,\"timestamp\":" + now.getEpochSecond()
                        + ".123}");
    }

    private Map<String, List<Integer>> questions(int count) {
        Map<String, List<Integer>> questions = new LinkedHashMap<>();
        List<Integer> all = IntStream.range(0, count).boxed().toList();
        questions.put("", all);
        questions.put("&level=TRACE", List.of(0, 1, 2, 4, 5, 6, 7, 8, 9));
        questions.put("&level=info", List.of(0, 1, 4, 5, 6, 7, 8, 9));
        questions.put("&level=WARN", List.of(0, 1, 5, 7, 8, 9));
        questions.put("&level=ERROR", List.of(1, 7, 8));
        questions.put("&level=UNKNOWN", List.of(3));
        questions.put("&search=stock%20is", List.of(0));
        questions.put("&search=SHOP.STOCK", List.of(0));
        questions.put("&search=cart.java:41", List.of(8));
        questions.put("&search=" + URLEncoder.encode("100%_ äöü", UTF_8), List.of(3));
        questions.put("&search=1000", List.of());
        questions.put("&trace_id=" + trace, List.of(1));
        questions.put("&trace_id=" + trace.toUpperCase(Locale.ROOT), List.of(1));
        questions.put("&trace_id=" + shortTrace, List.of(2));
        questions.put("&trace_id=" + "0".repeat(16) + shortTrace + "&level=INFO", List.of());
        return questions;
    }

    /** The application is configured exactly as in the documentation. */
    @Test
    void plainApplication_withLogbackKafkaAppender_isStored(@TempDir Path folder) throws Exception {
        String page = Files.readString(tidemark.root().resolve("docs/logs.md"));
        var block = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(block.find()).isTrue();
        String billing = "billing-" + Long.toString(System.nanoTime(), 36);
        Path logback = folder.resolve("logback.xml");
        Files.writeString(
                logback,
                block.group(1)
                        .replace("localhost:19092", tidemark.kafka())
                        .replace("\"billing\"", "\"" + billing + "\""));
        List<String> command = new ArrayList<>(JavaCommand.of(
                PlainApplication.class,
                List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-Dlogback.configurationFile=" + logback)));
        command.add(trace);
        ChildProcess application =
                ChildProcess.start(new Command("billing", command, Map.of(), folder.resolve("billing.log")));

        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> assertThat(tidemark.api()
                                .json("/api/monitoring/logs?service=" + billing)
                                .get("lines"))
                        .as(application.tail(50))
                        .extracting(line -> line.get("level").asText() + " "
                                + line.get("message").asText() + " "
                                + line.get("instance").asText() + " "
                                + line.get("trace_id").asText())
                        .containsExactlyInAnyOrder(
                                "INFO invoice 4711 sent billing-1 " + trace,
                                "WARN invoice 4712 is late billing-1 " + trace,
                                "ERROR invoice 4713 failed billing-1 " + trace));
    }

    private void send(List<String> lines) throws ExecutionException, InterruptedException {
        Map<String, Object> settings = Map.of("bootstrap.servers", tidemark.kafka());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String line : lines) {
                producer.send(new ProducerRecord<>(Topics.LOGS.name(), line.getBytes(UTF_8)))
                        .get();
            }
        }
    }

    /** The default question, which spans the last hour. */
    private List<JsonNode> stored(String question, int limit) {
        List<JsonNode> lines = new ArrayList<>();
        tidemark.api()
                .json("/api/monitoring/logs?limit=" + (limit + 1) + "&service=" + service + question)
                .get("lines")
                .forEach(lines::add);
        return lines;
    }

    /** The lines that are on the stream before its first ping. */
    private List<JsonNode> streamed(String question) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        var body = tidemark.api().stream("/api/monitoring/logs/stream?tail=1000&service=" + service + question);
        try (var in = new BufferedReader(new InputStreamReader(body, UTF_8))) {
            for (String text = in.readLine(); text != null && !text.startsWith(":"); text = in.readLine()) {
                if (text.startsWith("data:") && text.contains("\"message\"")) {
                    lines.add(JSON.readTree(text.substring(5)));
                }
            }
        }
        return lines;
    }

    private static int number(JsonNode line) {
        var number = Pattern.compile("#(\\d+)").matcher(line.get("message").asText());
        assertThat(number.find()).as(line.toString()).isTrue();
        return Integer.parseInt(number.group(1));
    }

    private static List<Integer> numbers(List<JsonNode> lines) {
        return lines.stream().map(LogFormatsIT::number).sorted().toList();
    }

    private static Map<Integer, String> comparable(List<JsonNode> lines) {
        Map<Integer, String> texts = new TreeMap<>();
        for (JsonNode line : lines) {
            StringBuilder text =
                    new StringBuilder(Instant.parse(line.get("ts").asText()).toString());
            FIELDS.forEach(field -> text.append('|').append(line.path(field).asText("")));
            Map<String, String> fields = new TreeMap<>();
            line.path("fields")
                    .properties()
                    .forEach(
                            field -> fields.put(field.getKey(), field.getValue().asText()));
            texts.put(number(line), text.append(fields).toString());
        }
        return texts;
    }

    private static String randomId(int bytes) {
        byte[] id = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(id);
        id[0] |= 1;
        return HexFormat.of().formatHex(id);
    }
}
