package dev.tidemark.query.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.embedded.Backends;
import dev.tidemark.query.fixture.EventStream;
import dev.tidemark.query.fixture.LogTopic;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.wire.event.LogLevel;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Several filters over one connection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedStreamIT {
    private static final String SHARED = "/api/monitoring/logs/streams?";

    private LogTopic topic;
    private QueryServer server;

    @BeforeAll
    void start() throws Exception {
        topic = LogTopic.on(Backends.kafka());
        server = QueryServer.settings()
                .kafka(Backends.kafka().bootstrapServers())
                .with("tidemark.logs.stream.ping", "300ms")
                .start();
        EventStream.open(server.uri("/api/monitoring/logs/stream"))
                .awaitConnected()
                .close();
    }

    @AfterAll
    void stop() {
        server.close();
        topic.close();
    }

    @Test
    void streams_ofTwoFilters_eachHaveTheirOwnLines() throws Exception {
        try (EventStream stream = open("service=left", "service=right&level=WARN")) {
            topic.write(0, LogTopic.line("left", LogLevel.INFO, "first"));
            topic.write(1, LogTopic.line("right", LogLevel.INFO, "too low"));
            topic.write(1, LogTopic.line("right", LogLevel.WARN, "second"));

            awaitEvents(stream, "0", 1);
            awaitEvents(stream, "1", 1);
            assertThat(stream.data("0").getFirst()).contains("first");
            assertThat(stream.data("1").getFirst()).contains("second");
            assertThat(stream.data("0.status").getFirst()).contains("\"connected\":true");
            assertThat(stream.data("1.status").getFirst()).contains("\"connected\":true");
        }
    }

    @Test
    void streams_whenResumed_eachContinueFromTheirPosition() throws Exception {
        topic.write(0, LogTopic.line("again", LogLevel.INFO, "before"));
        String position;
        try (EventStream stream = open("service=again&tail=1")) {
            awaitEvents(stream, "0", 1);
            position = stream.lastEventId();
        }
        topic.write(0, LogTopic.line("again", LogLevel.INFO, "missed"));

        try (EventStream stream = open("service=again&last_event_id=" + position, "service=again&tail=2")) {
            awaitEvents(stream, "0", 1);
            awaitEvents(stream, "1", 2);
            topic.write(0, LogTopic.line("again", LogLevel.INFO, "live"));
            awaitEvents(stream, "0", 2);
            awaitEvents(stream, "1", 3);

            assertThat(stream.data("0").getFirst()).contains("missed");
            assertThat(stream.data("1").getFirst()).contains("before");
        }
    }

    @Test
    void streams_whileIdle_advanceTheirPositions() throws Exception {
        try (EventStream stream = open("service=nobody", "service=none")) {
            topic.write(0, LogTopic.line("somebody", LogLevel.INFO, "not theirs"));

            awaitEvents(stream, "0.ping", 2);
            awaitEvents(stream, "1.ping", 2);
            assertThat(stream.data("")).isEmpty();
        }
    }

    @Test
    void streams_ofOneConnection_areCountedAsOneAndEndWithIt() throws Exception {
        try (EventStream stream = open("service=a", "service=b", "service=c")) {
            awaitEvents(stream, "2.status", 1);

            assertThat(server.bean(SharedStreamController.class).connections()).isEqualTo(1);
            assertThat(server.bean(LogStreams.class).report().clients()).isEqualTo(3);
        }
        await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
            assertThat(server.bean(SharedStreamController.class).connections()).isZero();
            assertThat(server.bean(LogStreams.class).report().clients()).isZero();
        });
    }

    @Test
    void streams_withInvalidParameters_areAProblem() {
        assertBad("level=LOUD", "level \\\"LOUD\\\": expected one of TRACE, DEBUG, INFO, WARN, ERROR");
        assertBad("tail=many", "tail \\\"many\\\": expected a whole number from 0 to 1000");
        assertBad(
                "colour=red",
                "stream \\\"colour\\\": expected level, service, search, trace_id, tail or last_event_id");
        assertThat(server.get("/api/monitoring/logs/streams").statusCode()).isEqualTo(400);
        assertThat(server.get(SHARED
                                + IntStream.range(0, 17)
                                        .mapToObj(i -> "stream=tail%3D" + i)
                                        .collect(Collectors.joining("&")))
                        .body())
                .contains("17 streams: expected 1 to 16");
    }

    private void assertBad(String stream, String detail) {
        HttpResponse<String> response = server.get(SHARED + query(stream));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(response.body()).contains(detail);
    }

    private EventStream open(String... streams) throws Exception {
        EventStream stream = EventStream.open(server.uri(SHARED + query(streams)));
        for (int i = 0; i < streams.length; i++) {
            awaitEvents(stream, i + ".status", 1);
        }
        return stream;
    }

    private static String query(String... streams) {
        return Arrays.stream(streams)
                .map(stream -> "stream=" + URLEncoder.encode(stream, StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static void awaitEvents(EventStream stream, String name, int count) {
        await().atMost(Duration.ofMinutes(3)).until(() -> stream.data(name).size() >= count);
    }
}
