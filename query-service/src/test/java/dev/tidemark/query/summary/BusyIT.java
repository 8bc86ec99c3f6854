package dev.tidemark.query.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.embedded.PostgresSettings;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Requests;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Queries of long time spans use only their share of the connections; busy is not down. */
class BusyIT {
    private static final int READERS = 32;
    /** The connections that are not reserved, of the default six. */
    private static final int OPEN = 4;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @Test
    void verdict_whileLongQueriesUseTheirConnections_staysOk() throws Exception {
        try (var postgres = new PostgresServer(PostgresSettings.temporary())) {
            postgres.start();
            Store store = filled(postgres);
            try (QueryServer server = server(store);
                    Connection blocker = store.connect();
                    ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
                lockLongWindows(blocker);
                List<Future<JsonNode>> summaries = new ArrayList<>();
                for (int i = 0; i < READERS; i++) {
                    String path = "/api/monitoring/summary" + week(i);
                    summaries.add(readers.submit(() -> server.json(path)));
                }
                await().atMost(Duration.ofMinutes(3)).until(() -> blocked(store) == OPEN);

                HttpResponse<String> another = server.get("/api/monitoring/api/endpoints" + week(READERS));
                assertThat(another.statusCode()).isEqualTo(503);
                assertThat(another.headers().firstValue("retry-after")).hasValue("1");
                assertThat(QueryServer.json(another).get("detail").asText()).startsWith("PostgreSQL is busy: ");
                assertThat(server.get("/api/monitoring/system/cpu").statusCode())
                        .isEqualTo(200);

                assertThat(server.json("/health/detailed")
                                .at("/dependencies/postgres/status")
                                .asText())
                        .isEqualTo("up");

                List<JsonNode> verdicts = verdicts(summaries);
                assertThat(verdicts)
                        .extracting(verdict -> verdict.get("status").asText())
                        .doesNotContain("down");
                assertThat(verdicts)
                        .extracting(verdict -> verdict.get("text").asText())
                        .allSatisfy(text -> assertThat(text).startsWith("OK: p95 "));
                assertThat(verdicts)
                        .anySatisfy(
                                verdict -> assertThat(verdict.get("conditions").findValuesAsText("text"))
                                        .anySatisfy(text -> assertThat(text).contains("PostgreSQL is busy: ")));

                blocker.rollback();
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> server.get("/api/monitoring/api/endpoints" + week(0))
                                        .statusCode()
                                == 200);
            }

            // The negative control: PostgreSQL is really down.
            try (QueryServer server = server(store)) {
                assertThat(server.json("/api/monitoring/summary")
                                .at("/verdict/status")
                                .asText())
                        .isEqualTo("ok");
                postgres.stop();
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> server.json("/api/monitoring/summary")
                                .at("/verdict/status")
                                .asText()
                                .equals("down"));
                HttpResponse<String> away = server.get("/api/monitoring/api/endpoints" + week(0));
                assertThat(away.statusCode()).isEqualTo(503);
                assertThat(away.headers().firstValue("retry-after")).isEmpty();
                assertThat(QueryServer.json(away).get("detail").asText()).contains(" does not answer: ");
            }
        }
    }

    @Test
    void concurrentEqualQueries_runOnce() throws Exception {
        try (var postgres = new PostgresServer(PostgresSettings.temporary())) {
            postgres.start();
            Store store = filled(postgres);
            try (QueryServer server = server(store);
                    Connection blocker = store.connect();
                    ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
                lockLongWindows(blocker);
                List<Future<JsonNode>> answers = new ArrayList<>();
                for (int i = 0; i < READERS; i++) {
                    answers.add(readers.submit(() -> server.json("/api/monitoring/api/endpoints" + week(0))));
                }
                await().atMost(Duration.ofMinutes(3))
                        .during(Duration.ofMillis(500))
                        .until(() -> blocked(store) == 1);
                blocker.rollback();

                for (Future<JsonNode> answer : answers) {
                    assertThat(answer.get().get("total").asInt()).isEqualTo(1);
                }
            }
        }
    }

    private Store filled(PostgresServer postgres) throws SQLException {
        Store store = Store.create(postgres, "busy");
        store.requests(Requests.spread(now.minusSeconds(1800), Duration.ofSeconds(1800), 3000, "/products", 5, 0));
        store.sinkOffset("tidemark.requests.v1", now.minusSeconds(1), 0, now);
        return store;
    }

    private QueryServer server(Store store) {
        return QueryServer.settings()
                .postgres(store.jdbcUrl())
                .redis(Backends.redis().uri())
                // It is about PostgreSQL: with so many readers, a busy machine answers for Redis later.
                .with("tidemark.redis.timeout", "10s")
                .clock(new TestClock(now))
                .start();
    }

    /** A week that ended {@code minutes} ago, so that each query is different. */
    private String week(int minutes) {
        Instant to = now.minus(Duration.ofMinutes(minutes));
        return "?from=" + to.minus(Duration.ofDays(7)) + "&to=" + to;
    }

    /** Simulates slow disks: blocks reads of the one-hour windows, which long time spans need. */
    private static void lockLongWindows(Connection blocker) throws SQLException {
        blocker.setAutoCommit(false);
        try (var statement = blocker.createStatement()) {
            statement.execute("LOCK TABLE rollup_1h IN ACCESS EXCLUSIVE MODE");
        }
    }

    private static int blocked(Store store) throws SQLException {
        return (int) store.number("""
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
                """);
    }

    private static List<JsonNode> verdicts(List<Future<JsonNode>> summaries)
            throws ExecutionException, InterruptedException {
        List<JsonNode> verdicts = new ArrayList<>();
        for (Future<JsonNode> summary : summaries) {
            verdicts.add(summary.get().get("verdict"));
        }
        return verdicts;
    }
}
