package dev.tidemark.query.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.process.ChildProcess;
import dev.tidemark.embedded.process.Command;
import dev.tidemark.embedded.process.FreePorts;
import dev.tidemark.embedded.process.JavaCommand;
import dev.tidemark.embedded.process.Signal;
import dev.tidemark.query.Main;
import dev.tidemark.query.fixture.EventStream;
import dev.tidemark.query.fixture.LogTopic;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.wire.event.LogLevel;
import dev.tidemark.wire.topic.Topics;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The service with its default heap, reading lines that together are many times larger. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeLinesIT {
    private static final int LINES = 200;
    private static final int LINE_BYTES = 900_000;
    /** Older lines that need no cut, and do not fit one answer together. */
    private static final int SHORTER_LINES = 400;

    private static final int ANSWER_BYTES = (1 << 20) + 1024;

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = FreePorts.next();
    private ChildProcess service;
    private LogTopic topic;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Store store = Store.create();
        store.execute("SELECT ensure_partitions(?, 1, 1)", OffsetDateTime.now(ZoneOffset.UTC));
        store.execute("INSERT INTO service (name) VALUES ('shop')");
        store.execute("""
                INSERT INTO log (ts, record_offset, record_partition, service_id, severity, message, stack_trace)
                SELECT now() - make_interval(secs => n), n, 0, (SELECT id FROM service), 9,
                       'line ' || n || ' ' || repeat(md5(n::text) || ' "é" ', ? / 38 + 1), repeat('at ', n)
                FROM generate_series(1, ?) AS n
                """, LINE_BYTES, LINES);
        store.execute("""
                INSERT INTO log (ts, record_offset, record_partition, service_id, severity, message)
                SELECT now() - make_interval(secs => 1000 + n), n, 1, (SELECT id FROM service), 9,
                       'more ' || n || ' ' || repeat(md5(n::text), 120)
                FROM generate_series(1, ?) AS n
                """, SHORTER_LINES);
        topic = LogTopic.on(Backends.kafka());
        service = ChildProcess.start(new Command(
                "query-service",
                JavaCommand.archiving(
                        Main.class,
                        List.of(
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+ExitOnOutOfMemoryError",
                                "--enable-native-access=ALL-UNNAMED")),
                Map.of(
                        "TIDEMARK_HTTP_PORT", Integer.toString(port),
                        "TIDEMARK_POSTGRES_URL", store.jdbcUrl(),
                        "TIDEMARK_POSTGRES_USER", Backends.postgres().user(),
                        "TIDEMARK_POSTGRES_PASSWORD", Backends.postgres().password(),
                        // Generous for a busy machine, because this test is about memory.
                        "TIDEMARK_POSTGRES_QUERY_TIMEOUT", "2m",
                        "TIDEMARK_POSTGRES_CONNECT_TIMEOUT", "60s",
                        "TIDEMARK_KAFKA_BOOTSTRAP_SERVERS", Backends.kafka().bootstrapServers()),
                folder.resolve("query-service.log")));
        await().atMost(Duration.ofMinutes(3)).until(() -> FreePorts.hasListener(port));
    }

    /** A service that ends normally writes the archive of its classes, which spares the next ones half of their start. */
    @AfterAll
    void stop() throws Exception {
        if (!JavaCommand.isArchived(Main.class)) {
            service.stop(Signal.TERM, Duration.ofSeconds(60));
        }
        service.kill();
        topic.clear();
        topic.close();
    }

    @Test
    void logs_ofLargeLines_askedForByManyAtOnce_areBoundedAndSayWhereTheyWereCut() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(client.sendAsync(request("/api/monitoring/logs"), HttpResponse.BodyHandlers.ofString()));
        }

        for (CompletableFuture<HttpResponse<String>> future : answers) {
            HttpResponse<String> answer = future.get();
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .hasSizeLessThan(ANSWER_BYTES);
            JsonNode line = QueryServer.json(answer).at("/lines/0");
            assertThat(line.get("message").asText()).hasSize(4096).startsWith("line 1 ");
            assertThat(line.get("truncated").asBoolean()).isTrue();
            assertThat(line.get("message_bytes").asLong()).isGreaterThan(LINE_BYTES);
        }
        assertThat(service.isAlive()).as(service.tail(50)).isTrue();
    }

    @Test
    void logs_ofLargeLines_areComplete() throws Exception {
        List<String> messages = new ArrayList<>();
        String cursor = "";
        do {
            HttpResponse<String> answer = get("/api/monitoring/logs?limit=1000&cursor=" + cursor);
            assertThat(answer.body().length()).isLessThan(ANSWER_BYTES);
            JsonNode lines = QueryServer.json(answer);
            lines.get("lines").findValuesAsText("message").forEach(text -> messages.add(text.substring(0, 10)));
            cursor = lines.get("next").isNull() ? "" : lines.get("next").asText();
        } while (!cursor.isEmpty());

        assertThat(messages).hasSize(LINES + SHORTER_LINES).doesNotHaveDuplicates();
    }

    @Test
    void cutLine_isCompleteAtItsLink() throws Exception {
        JsonNode cut = QueryServer.json(get("/api/monitoring/logs?limit=1")).at("/lines/0");

        JsonNode whole = QueryServer.json(get(cut.get("link").asText()));

        assertThat(whole.get("truncated").asBoolean()).isFalse();
        assertThat(whole.get("link").isNull()).isTrue();
        assertThat(whole.get("message").asText().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .hasSize(cut.get("message_bytes").asInt());
    }

    @Test
    void export_ofMoreThanTheHeapHolds_isStreamed() throws Exception {
        HttpResponse<InputStream> answer = client.send(
                request("/api/monitoring/logs/export?format=json"), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        long bytes;
        try (InputStream body = answer.body()) {
            bytes = body.transferTo(OutputStream.nullOutputStream());
        }
        assertThat(bytes).isGreaterThan((long) LINES * LINE_BYTES);
        assertThat(service.isAlive()).as(service.tail(50)).isTrue();
    }

    @Test
    void export_whoseClientDisconnects_ends() throws Exception {
        Duration before = cpu();
        for (int i = 0; i < 6; i++) {
            HttpResponse<InputStream> answer =
                    client.send(request("/api/monitoring/logs/export"), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            try (InputStream body = answer.body()) {
                assertThat(body.read()).isPositive();
            }
        }
        // An export that continues keeps its permit, which the next one waits for, and a processor busy.
        assertThat(cpu().minus(before)).isLessThan(Duration.ofSeconds(10));
    }

    private Duration cpu() {
        return ProcessHandle.of(service.pid())
                .orElseThrow()
                .info()
                .totalCpuDuration()
                .orElseThrow();
    }

    @Test
    void stream_ofLargeLines_keepsTheServiceAlive() throws Exception {
        String text = "abcdefghijklmnopqrstuvwxyz ".repeat(LINE_BYTES / 27);
        List<EventStream> streams = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                streams.add(EventStream.open(uri("/api/monitoring/logs/stream?service=flood"))
                        .awaitConnected());
            }
            for (int i = 0; i < LINES; i++) {
                topic.write(i % 4, LogTopic.line("flood", LogLevel.INFO, "line " + i + " " + text));
            }
            topic.write(0, LogTopic.line("flood", LogLevel.INFO, "the last"));

            for (EventStream stream : streams) {
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> stream.data("").stream().anyMatch(line -> line.contains("the last")));
                assertThat(stream.data("")).allMatch(line -> line.length() < 5000);
            }
        } finally {
            streams.forEach(EventStream::close);
        }
        assertThat(service.isAlive()).as(service.tail(50)).isTrue();
    }

    @Test
    void stream_afterARecordLargerThanTheHeap_goesOn() throws Exception {
        for (String compression : List.of("zstd", "gzip", "lz4")) {
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                            Map.of(
                                    "bootstrap.servers",
                                    Backends.kafka().bootstrapServers(),
                                    "compression.type",
                                    compression,
                                    "max.request.size",
                                    300 << 20,
                                    "buffer.memory",
                                    300L << 20),
                            new ByteArraySerializer(),
                            new ByteArraySerializer());
                    EventStream stream = EventStream.open(uri("/api/monitoring/logs/stream?service=" + compression))
                            .awaitConnected()) {
                producer.send(new ProducerRecord<>(Topics.LOGS.name(), 0, null, new byte[200 << 20]))
                        .get();
                topic.write(0, LogTopic.line(compression, LogLevel.INFO, "the next"));

                await().atMost(Duration.ofMinutes(3))
                        .until(() -> stream.data("").stream().anyMatch(line -> line.contains("the next")));
            }
        }
        assertThat(service.isAlive()).as(service.tail(50)).isTrue();
    }

    private HttpResponse<String> get(String path) throws Exception {
        HttpResponse<String> answer = client.send(request(path), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofMinutes(3)).build();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
