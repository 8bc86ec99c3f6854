package dev.tidemark.query.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.KafkaSettings;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.embedded.PostgresSettings;
import dev.tidemark.embedded.RedisServer;
import dev.tidemark.embedded.RedisSettings;
import dev.tidemark.query.fixture.EventStream;
import dev.tidemark.query.fixture.LogTopic;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Requests;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.wire.event.LogLevel;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The service starts without its backends, connects when they start, and keeps running when they stop. */
class BackendsAwayIT {
    private static final String SUMMARY = "/api/monitoring/summary?period=5m";

    @Test
    void postgres_stoppedAndRestarted_isReportedAndReconnected() throws Exception {
        try (var postgres = new PostgresServer(PostgresSettings.temporary());
                var server = QueryServer.settings()
                        .postgres(postgres.jdbcUrl("later"))
                        .start()) {
            assertThat(server.json("/health").get("status").asText()).isEqualTo("ok");
            assertDown(server);
            await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> assertNotReady(server, " does not answer: "));
            Instant since = assertNotReady(server, "");

            postgres.start();
            await().atMost(Duration.ofMinutes(3))
                    .untilAsserted(() -> assertThat(assertNotReady(server, "")).isEqualTo(since));
            Store store = Store.create(postgres, "later");
            await().atMost(Duration.ofMinutes(3)).until(() -> isReady(server));
            Instant now = Instant.now();
            store.requests(Requests.spread(now.minusSeconds(60), Duration.ofSeconds(60), 100, "/products", 5, 0));
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> server.json(SUMMARY).at("/api/request_count").asInt() == 100);
            await().atMost(Duration.ofMinutes(3))
                    .until(() ->
                            server.json(SUMMARY).at("/postgres/status").asText().equals("up"));
            assertThat(server.get("/api/monitoring/api/latency?period=5m").statusCode())
                    .isEqualTo(200);

            postgres.stop();
            await().atMost(Duration.ofMinutes(3))
                    .until(() ->
                            server.json(SUMMARY).at("/postgres/status").asText().equals("down"));
            assertDown(server);
            await().atMost(Duration.ofMinutes(3)).until(() -> !isReady(server));
            assertThat(assertNotReady(server, " does not answer: ")).isAfter(now);
            assertThat(server.json("/health").get("status").asText()).isEqualTo("ok");

            postgres.start();
            await().atMost(Duration.ofMinutes(3)).until(() -> isReady(server));
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> server.json(SUMMARY).at("/api/request_count").asInt() == 100);
        }
    }

    @Test
    void postgres_thatHangs_delaysTheSummaryByABoundedTime() throws Exception {
        try (var postgres = new PostgresServer(PostgresSettings.temporary())) {
            postgres.start();
            Store store = Store.create(postgres, "hanging");
            try (var server = QueryServer.settings().postgres(store.jdbcUrl()).start();
                    var blocker = store.connect()) {
                assertThat(server.json(SUMMARY).at("/postgres/status").asText()).isEqualTo("up");
                blocker.setAutoCommit(false);
                try (var statement = blocker.createStatement()) {
                    statement.execute(
                            "LOCK TABLE rollup_10s, rollup_1m, sink_offset, metric, partitioning IN ACCESS EXCLUSIVE MODE");
                }

                await().atMost(Duration.ofMinutes(3))
                        .until(() ->
                                server.json(SUMMARY).at("/api/status").asText().equals("unknown"));
                long begin = System.nanoTime();
                JsonNode summary = server.json(SUMMARY);

                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
                // The next question finds that those before it are still waiting.
                assertThat(summary.at("/verdict/text").asText())
                        .containsAnyOf("took longer than", "questions are being answered");
                // A check of the readiness begins to wait, and ends in a timeout.
                String waiting =
                        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'partitioning'::regclass";
                await().atMost(Duration.ofMinutes(3)).until(() -> store.number(waiting) > 0);
                await().atMost(Duration.ofMinutes(3)).until(() -> store.number(waiting) == 0);
                assertThat(isReady(server)).as("a busy database is no reason").isTrue();
                assertThat(summary.at("/postgres/lock_waits").asInt()).isPositive();
                blocker.rollback();
                await().atMost(Duration.ofMinutes(3))
                        .until(() ->
                                server.json(SUMMARY).at("/api/status").asText().equals("ok"));
            }
        }
    }

    @Test
    void redis_stoppedAndRestarted_isReportedAndReconnected() {
        try (var redis = new RedisServer(RedisSettings.temporary());
                var server = QueryServer.settings().redis(redis.uri()).start()) {
            assertAway(server);

            redis.start();
            await().atMost(Duration.ofMinutes(3)).until(() -> isConnected(server));

            redis.kill();
            await().atMost(Duration.ofMinutes(3)).until(() -> !isConnected(server));
            assertAway(server);

            redis.start();
            await().atMost(Duration.ofMinutes(3)).until(() -> isConnected(server));
        }
    }

    @Test
    void kafka_stoppedAndRestarted_isReportedOnTheStreamWhichContinues() throws Exception {
        try (var kafka = new KafkaBroker(KafkaSettings.temporary());
                var server =
                        QueryServer.settings().kafka(kafka.bootstrapServers()).start();
                var stream = EventStream.open(server.uri("/api/monitoring/logs/stream"))) {
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> !stream.data("status").isEmpty());
            assertThat(stream.data("status").getFirst()).contains("\"connected\":false");

            kafka.start();
            try (LogTopic topic = LogTopic.on(kafka)) {
                stream.awaitConnected();
                topic.write(0, LogTopic.line("shop", LogLevel.INFO, "before"));
                stream.awaitLines(1);
            }

            kafka.stop();
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> stream.data("status").getLast().contains("\"connected\":false"));
            assertThat(stream.data("status").getLast()).contains("Kafka at " + kafka.bootstrapServers());
            assertThat(server.json("/health/detailed")
                            .at("/dependencies/kafka/status")
                            .asText())
                    .isEqualTo("down");

            kafka.start();
            try (LogTopic topic = LogTopic.on(kafka)) {
                topic.write(0, LogTopic.line("shop", LogLevel.INFO, "while it was coming back"));
                stream.awaitConnected();
                topic.write(0, LogTopic.line("shop", LogLevel.INFO, "after"));
                assertThat(stream.awaitLines(3)).hasSize(3);
            }
            assertThat(stream.hasEnded()).isFalse();
        }
    }

    @Test
    void stream_resumedBeforeKafkaIsReached_hasNoGapsOrDuplicates() throws Exception {
        try (var kafka = new KafkaBroker(KafkaSettings.temporary())) {
            kafka.start();
            try (LogTopic topic = LogTopic.on(kafka)) {
                for (int i = 0; i < 10; i++) {
                    topic.write(0, LogTopic.line("shop", LogLevel.INFO, "line " + i));
                }
            }
            kafka.stop();
            try (var server = QueryServer.settings()
                    .kafka(kafka.bootstrapServers())
                    .with("tidemark.logs.stream.history", 0)
                    .start()) {
                URI uri = server.uri("/api/monitoring/logs/stream");
                String position;
                try (var early = EventStream.resume(uri, "0:4")) {
                    await().atMost(Duration.ofMinutes(3))
                            .until(() -> !early.data("status").isEmpty());
                    kafka.start();
                    // The server ends the stream once it knows the end of the topic; the client then reconnects.
                    await().atMost(Duration.ofMinutes(3)).until(early::hasEnded);
                    assertThat(early.data("")).isEmpty();
                    position = early.lastEventId();
                }
                try (var stream = EventStream.resume(uri, position)) {
                    assertThat(stream.awaitLines(6)).hasSize(6);
                    assertThat(stream.data("").getFirst()).contains("line 4");
                    assertThat(stream.data("").getLast()).contains("line 9");
                    assertThat(stream.data("skipped")).isEmpty();
                }
            }
        }
    }

    private static void assertDown(QueryServer server) {
        long begin = System.nanoTime();
        JsonNode summary = server.json(SUMMARY);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
        assertThat(summary.at("/verdict/status").asText()).isEqualTo("down");
        assertThat(summary.at("/verdict/text").asText()).startsWith("Down: PostgreSQL at 127.0.0.1:");
        assertThat(summary.at("/api/status").asText()).isEqualTo("unknown");
        assertThat(summary.at("/api/request_count").asInt()).isZero();
        assertThat(summary.at("/postgres/status").asText()).isEqualTo("down");
        assertThat(summary.at("/postgres/connections_max").isNull()).isTrue();
        assertThat(summary.at("/system/status").asText()).isEqualTo("unknown");
        assertThat(summary.at("/system/cpu_percent").isNull()).isTrue();
        HttpResponse<String> latency = server.get("/api/monitoring/api/latency");
        assertThat(latency.statusCode()).isEqualTo(503);
        assertThat(latency.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(server.get("/api/monitoring/postgres/status").statusCode()).isEqualTo(200);
        assertThat(server.get("/ui/monitoring/advanced").statusCode()).isEqualTo(200);
        assertThat(server.json("/health/detailed")
                        .at("/dependencies/postgres/status")
                        .asText())
                .isEqualTo("down");
    }

    private static boolean isReady(QueryServer server) {
        return server.get("/health/ready").statusCode() == 200;
    }

    /** Returns since when. */
    private static Instant assertNotReady(QueryServer server, String reason) {
        HttpResponse<String> response = server.get("/health/ready");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        JsonNode answer = QueryServer.json(response);
        assertThat(answer.get("status").asText()).isEqualTo("not_ready");
        assertThat(answer.get("problems")).hasSize(1);
        assertThat(answer.at("/problems/0/part").asText()).isEqualTo("postgres");
        assertThat(answer.at("/problems/0/problem").asText()).contains(reason);
        assertThat(answer.at("/problems/0/remedy").asText()).isNotEmpty();
        return Instant.parse(answer.at("/problems/0/since").asText());
    }

    private static void assertAway(QueryServer server) {
        long begin = System.nanoTime();
        JsonNode status = server.json("/api/monitoring/redis/status");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        assertThat(status.get("connected").asBoolean()).isFalse();
        assertThat(status.get("memory_used_mb").isNull()).isTrue();
        assertThat(status.get("memory_max_mb").isNull()).isTrue();
        assertThat(status.get("detail").asText()).startsWith("Redis at 127.0.0.1:");
    }

    private static boolean isConnected(QueryServer server) {
        return server.json("/api/monitoring/redis/status").get("connected").asBoolean();
    }
}
