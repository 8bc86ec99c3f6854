package dev.tidemark.query.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.embedded.Backends;
import dev.tidemark.query.fixture.EventStream;
import dev.tidemark.query.fixture.LogTopic;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.kafka.KafkaConsumers;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogStreamIT {
    private static final String STREAM = "/api/monitoring/logs/stream";
    private static final ObjectMapper JSON = new ObjectMapper();

    private LogTopic topic;
    private QueryServer server;

    @BeforeAll
    void start() throws Exception {
        topic = LogTopic.on(Backends.kafka());
        server = QueryServer.settings()
                .kafka(Backends.kafka().bootstrapServers())
                .with("tidemark.logs.stream.ping", "300ms")
                .with("tidemark.logs.stream.buffer-lines", 2000)
                .with("tidemark.logs.stream.catch-up-lines", 3000)
                .with("tidemark.logs.stream.max-clients", 8)
                .start();
        // The tail reads new lines from now on.
        EventStream.open(server.uri(STREAM)).awaitConnected().close();
    }

    @AfterAll
    void stop() {
        server.close();
        topic.close();
    }

    @Test
    void stream_ofAWrittenLine_hasAllItsFields() throws Exception {
        try (EventStream stream = open("?service=quick")) {
            topic.write(1, LogTopic.line("quick", LogLevel.WARN, "<script>alert(1)</script> \"é\" \n 2nd"));
            stream.awaitLines(1);

            JsonNode line = JSON.readTree(stream.data("").getFirst());
            assertThat(line.get("message").asText()).isEqualTo("<script>alert(1)</script> \"é\" \n 2nd");
            assertThat(line.get("level").asText()).isEqualTo("WARN");
            assertThat(line.get("service").asText()).isEqualTo("quick");
            assertThat(line.get("instance").asText()).isEqualTo("quick-1");
            assertThat(line.get("logger").asText()).isEqualTo("dev.shop.Orders");
            assertThat(line.get("thread").asText()).isEqualTo("main");
            assertThat(line.get("trace_id").asText()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
            assertThat(line.get("span_id").asText()).isEqualTo("b7ad6b7169203331");
            assertThat(line.get("fields").get("order").asText()).isEqualTo("17");
        }
    }

    @Test
    void history_ofRecordsWithManyHeaders_isBoundedInBytes() {
        // Each takes 100 KB, in which the value is a thousandth.
        long first = topic.writeWithHeaders(3, LogTopic.line("wide", LogLevel.INFO, "line"), 500, 20);
        LogHistory history = new LogHistory(
                server.bean(KafkaConsumers.class), new LogDecoder(Optional::empty, Clock.systemUTC()), 1_000, 250_000);

        LogHistory.Found found = history.read(
                Objects.requireNonNull(LogPosition.parse("3:" + first)),
                Objects.requireNonNull(LogPosition.parse("3:" + (first + 20))),
                new LogFilter(null, "wide", null, null, null));

        assertThat(found.lines()).hasSize(2);
        assertThat(found.skipped()).isEqualTo(18);
    }

    @Test
    void stream_ofAWrittenLine_sendsItWithoutWaitingForAPing() throws Exception {
        try (QueryServer silent = QueryServer.settings()
                        .kafka(Backends.kafka().bootstrapServers())
                        // The maximum; the test waits 20 s for the line.
                        .with("tidemark.logs.stream.ping", "30s")
                        .start();
                EventStream stream =
                        EventStream.open(silent.uri(STREAM + "?service=prompt")).awaitConnected()) {
            topic.write(1, LogTopic.line("prompt", LogLevel.INFO, "now"));

            assertThat(messages(stream.awaitLines(1))).containsExactly("now");
            assertThat(stream.comments()).isEmpty();
        }
    }

    @Test
    void stream_ofALargeLine_cutsItAndLinksToTheCompleteLine() throws Exception {
        try (EventStream stream = open("?service=large&search=needle")) {
            topic.write(0, LogTopic.line("large", LogLevel.INFO, "é".repeat(300_000) + "needle"));

            JsonNode line = JSON.readTree(stream.awaitLines(1).getFirst());
            assertThat(line.get("message").asText()).isEqualTo("é".repeat(4096));
            assertThat(line.get("truncated").asBoolean()).isTrue();
            assertThat(line.get("message_bytes").asLong()).isEqualTo(600_006);
            var link = Pattern.compile("/api/monitoring/logs/line\\?ts=(.*)&position=0:\\d+")
                    .matcher(line.get("link").asText());
            assertThat(link.matches()).isTrue();
            assertThat(Instant.parse(link.group(1)))
                    .isEqualTo(Instant.parse(line.get("ts").asText()));
        }
    }

    @Test
    void stream_hasTheHeadersThatKeepItFlowing() throws Exception {
        try (EventStream stream = open("")) {
            assertThat(stream.headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            assertThat(stream.headers().firstValue("x-accel-buffering")).hasValue("no");
            assertThat(stream.headers().firstValue("cache-control")).hasValue("no-store");
            assertThat(stream.headers().firstValue("content-encoding")).isNotEqualTo(java.util.Optional.of("gzip"));
        }
    }

    @Test
    void stream_thatIsIdle_isPinged() throws Exception {
        try (EventStream stream = open("?service=nobody")) {
            await().atMost(Duration.ofMinutes(3))
                    .until(() ->
                            stream.comments().stream().filter("ping"::equals).count() >= 2);
            assertThat(stream.data("")).isEmpty();
        }
    }

    @Test
    void stream_withFilters_hasOnlyLinesThatMatchAllOfThem() throws Exception {
        try (EventStream stream = open("?service=picky&level=WARN&search=ORDER%20%5B")) {
            topic.write(0, LogTopic.line("picky", LogLevel.INFO, "order [1] was placed"));
            topic.write(0, LogTopic.line("picky", LogLevel.WARN, "order (2) is late"));
            topic.write(0, LogTopic.line("other", LogLevel.ERROR, "order [3] failed"));
            topic.write(0, LogTopic.line("picky", LogLevel.ERROR, "order [4] failed"));
            topic.write(0, LogTopic.line("picky", LogLevel.WARN, "Order [5] is late"));

            assertThat(messages(stream.awaitLines(2))).containsExactly("order [4] failed", "Order [5] is late");
        }
    }

    @Test
    void stream_ofATrace_hasItsLinesOnly() throws Exception {
        try (EventStream stream = open("?service=traced&trace_id=0AF7651916CD43DD8448EB211C80319C");
                EventStream other = open("?service=traced&trace_id=ffffffffffffffffffffffffffffffff")) {
            topic.write(0, LogTopic.line("traced", LogLevel.INFO, "mine"));

            assertThat(messages(stream.awaitLines(1))).containsExactly("mine");
            assertThat(other.data("")).isEmpty();
        }
    }

    @Test
    void stream_ofOneInstance_keepsItsOrder() throws Exception {
        try (EventStream stream = open("?service=ordered")) {
            topic.writeAll(2, lines("ordered", 0, 1000));

            assertThat(messages(stream.awaitLines(1000)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 1000).mapToObj(i -> "line " + i).toList());
        }
    }

    @Test
    void stream_whenResumed_hasNoGapsOrDuplicates() throws Exception {
        String position;
        try (EventStream stream = open("?service=resumed")) {
            topic.writeAll(0, lines("resumed", 0, 5));
            topic.writeAll(3, lines("resumed", 5, 10));
            stream.awaitLines(10);
            position = stream.lastEventId();
        }
        topic.writeAll(0, lines("resumed", 10, 15));
        topic.writeAll(3, lines("resumed", 15, 20));

        try (EventStream stream = EventStream.resume(server.uri(STREAM + "?service=resumed"), position)) {
            stream.awaitLines(10);
            topic.writeAll(1, lines("resumed", 20, 21));
            stream.awaitLines(11);

            assertThat(messages(stream.data("")))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(10, 21).mapToObj(i -> "line " + i).toList());
        }
    }

    @Test
    void stream_resumedBeyondTheBuffer_isReadAgainFromTheTopic() throws Exception {
        String position;
        try (EventStream stream = open("?service=late")) {
            topic.writeAll(0, lines("late", 0, 1));
            stream.awaitLines(1);
            position = stream.lastEventId();
        }
        try (EventStream live = open("?service=late&search=line%202500")) {
            topic.writeAll(0, lines("late", 1, 2501));
            live.awaitLines(1);
        }

        try (EventStream stream = EventStream.resume(server.uri(STREAM + "?service=late"), position)) {
            stream.awaitLines(2500);

            assertThat(messages(stream.data("")))
                    .containsExactlyElementsOf(
                            IntStream.range(1, 2501).mapToObj(i -> "line " + i).toList());
            assertThat(stream.data("skipped")).isEmpty();
        }
    }

    @Test
    void stream_resumedBeyondTheCatchUpLimit_reportsSkippedLines() throws Exception {
        String position;
        try (EventStream stream = open("?service=verylate")) {
            topic.writeAll(0, lines("verylate", 0, 1));
            stream.awaitLines(1);
            position = stream.lastEventId();
        }
        try (EventStream live = open("?service=verylate&search=line%205000")) {
            topic.writeAll(0, lines("verylate", 1, 5001));
            live.awaitLines(1);
        }

        try (EventStream stream = EventStream.resume(server.uri(STREAM + "?service=verylate"), position)) {
            stream.awaitLines(3000);

            assertThat(JSON.readTree(stream.data("skipped").getFirst())
                            .get("count")
                            .asInt())
                    .isEqualTo(2000);
            assertThat(messages(stream.data("")))
                    .containsExactlyElementsOf(IntStream.range(2001, 5001)
                            .mapToObj(i -> "line " + i)
                            .toList());
        }
    }

    @Test
    void stream_resumedAfterLargeLines_reportsSkippedLines() throws Exception {
        try (QueryServer small = QueryServer.settings()
                .kafka(Backends.kafka().bootstrapServers())
                .with("tidemark.logs.stream.history", 0)
                .with("tidemark.logs.stream.buffer-megabytes", 1)
                .start()) {
            String position;
            try (EventStream stream =
                    EventStream.open(small.uri(STREAM + "?service=heavy")).awaitConnected()) {
                topic.write(0, LogTopic.line("heavy", LogLevel.INFO, "the first"));
                stream.awaitLines(1);
                position = stream.lastEventId();
                for (int i = 0; i < 400; i++) {
                    topic.write(0, LogTopic.line("heavy", LogLevel.INFO, "x".repeat(10_000)));
                }
                topic.write(0, LogTopic.line("heavy", LogLevel.INFO, "the last"));
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> stream.data("").getLast().contains("the last"));
            }

            try (EventStream stream = EventStream.resume(small.uri(STREAM + "?service=heavy"), position)) {
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> !stream.data("").isEmpty()
                                && stream.data("").getLast().contains("the last"));

                assertThat(stream.data("")).hasSizeBetween(2, 20);
                assertThat(JSON.readTree(stream.data("skipped").getFirst())
                                .get("count")
                                .asInt())
                        .isEqualTo(401 - stream.data("").size());
            }
        }
    }

    @Test
    void stream_withATail_startsWithTheNewestLines() throws Exception {
        topic.writeAll(0, lines("tailed", 0, 10));
        try (EventStream live = open("?service=tailed")) {
            topic.writeAll(0, lines("tailed", 10, 11));
            live.awaitLines(1);
        }

        try (EventStream stream = open("?service=tailed&tail=3")) {
            assertThat(messages(stream.awaitLines(3))).containsExactly("line 8", "line 9", "line 10");
        }
    }

    @Test
    void stream_ofASlowReader_reportsSkippedLinesAndDelaysNoOtherReader() throws Exception {
        String padding = "x".repeat(2000);
        List<LogEvent> flood = new ArrayList<>();
        for (int i = 0; i < 12_000; i++) {
            flood.add(LogTopic.line("flood", LogLevel.INFO, "line " + i + " " + padding));
        }
        try (Socket slow = new Socket("127.0.0.1", server.uri("/").getPort());
                EventStream quick = open("?service=flood&search=line%2011999")) {
            slow.setSoTimeout(20_000);
            slow.getOutputStream()
                    .write(("GET " + STREAM + "?service=flood HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(slow.getInputStream().read()).isPositive();

            topic.writeAll(0, flood);
            quick.awaitLines(1);

            // Only now does the slow reader continue.
            var reader = new BufferedReader(new InputStreamReader(slow.getInputStream(), StandardCharsets.UTF_8));
            int lines = 0;
            int skipped = 0;
            String text = "";
            while (!text.contains("line 11999 ")) {
                text = Objects.requireNonNull(reader.readLine(), "the end of the stream");
                lines += text.contains("\"message\":\"line ") ? 1 : 0;
                if (text.startsWith("data: {\"count\":")) {
                    skipped += JSON.readTree(text.substring(5)).get("count").asInt();
                }
            }
            assertThat(skipped).isPositive();
            assertThat(lines + skipped).isGreaterThanOrEqualTo(12_000);
            assertThat(server.bean(LogStreams.class).report().skipped()).isGreaterThanOrEqualTo(skipped);
        }
    }

    @Test
    void stream_beyondTheLimit_isRefusedWithAProblem() throws Exception {
        List<EventStream> open = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                open.add(open(""));
            }
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> server.bean(LogStreams.class).report().clients() == 8);

            var refused = server.get(STREAM);

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("content-type")).hasValue("application/problem+json");
            assertThat(refused.body()).contains("8 log streams are open, which is the limit");
        } finally {
            open.forEach(EventStream::close);
        }
        await().atMost(Duration.ofMinutes(3))
                .until(() -> server.bean(LogStreams.class).report().clients() == 0);
    }

    @Test
    void stream_withMalformedRecords_continues() throws Exception {
        try (EventStream stream = open("?service=garbage")) {
            long before = server.bean(LogStreams.class).report().malformed();
            topic.writeRaw(0, new byte[] {'{', '"', 1, 2, 3, 4});
            topic.write(0, LogTopic.line("garbage", LogLevel.INFO, "after"));

            assertThat(messages(stream.awaitLines(1))).containsExactly("after");
            assertThat(server.bean(LogStreams.class).report().malformed()).isEqualTo(before + 1);
        }
    }

    @Test
    void stream_withInvalidFilters_isAProblem() {
        assertThat(server.get(STREAM + "?level=LOUD").body())
                .contains("level \\\"LOUD\\\": expected one of TRACE, DEBUG, INFO, WARN, ERROR");
        assertThat(server.get(STREAM + "?trace_id=12").body()).contains("expected 16 or 32 hexadecimal digits");
        assertThat(server.get(STREAM + "?tail=-1").statusCode()).isEqualTo(400);
        assertThat(server.get(STREAM + "?tail=many").statusCode()).isEqualTo(400);
    }

    private EventStream open(String query) throws Exception {
        return EventStream.open(server.uri(STREAM + query)).awaitConnected();
    }

    private static List<LogEvent> lines(String service, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> LogTopic.line(service, LogLevel.INFO, "line " + i))
                .toList();
    }

    private static List<String> messages(List<String> lines) {
        return lines.stream()
                .map(line -> {
                    try {
                        return JSON.readTree(line).get("message").asText();
                    } catch (java.io.IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }
}
