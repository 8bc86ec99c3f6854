package dev.tidemark.query.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredLogsIT {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34.500Z");
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final Store store = Store.create();
    private final QueryServer server = QueryServer.settings()
            .postgres(store.jdbcUrl())
            .clock(new TestClock(NOW))
            .start();

    @BeforeAll
    void store() throws SQLException {
        store.execute("SELECT ensure_partitions(?, 3, 1)", NOW.atOffset(ZoneOffset.UTC));
        store.execute("INSERT INTO service (name) VALUES ('shop'), ('inventory')");
        store.execute("INSERT INTO instance (service_id, name) SELECT id, name || '-1' FROM service");
        line(10, 1, "shop", 9, "order 1 placed", TRACE, null, "{\"order\": \"1\"}");
        line(8, 2, "shop", 13, "100% of _stock_ gone", null, null, null);
        line(6, 3, "inventory", 17, "cannot reserve", TRACE, "at Stock.reserve(Stock.java:88)", null);
        line(4, 4, "shop", 5, "cache miss", null, null, null);
        line(7200, 5, "shop", 17, "two hours ago", null, null, null);
        line(60 * 3600, 6, "shop", 0, "arrived late", null, null, null);
        store.execute(
                "UPDATE log SET level_word = 'gold', received = ? WHERE record_offset = 6",
                NOW.minus(Duration.ofMinutes(60 * 50 - 30)).atOffset(ZoneOffset.UTC));
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void logs_withoutFilters_areTheLastHourNewestFirst() {
        JsonNode answer = server.json("/api/monitoring/logs");

        assertThat(answer.get("lines").findValuesAsText("message"))
                .containsExactly("cache miss", "cannot reserve", "100% of _stock_ gone", "order 1 placed");
        assertThat(answer.get("truncated").asBoolean()).isFalse();
        JsonNode oldest = answer.at("/lines/3");
        assertThat(oldest.get("ts").asText()).isEqualTo("2026-11-21T09:40:24.500Z");
        assertThat(oldest.get("service").asText()).isEqualTo("shop");
        assertThat(oldest.get("instance").asText()).isEqualTo("shop-1");
        assertThat(oldest.get("level").asText()).isEqualTo("INFO");
        assertThat(oldest.get("trace_id").asText()).isEqualTo(TRACE);
        assertThat(oldest.get("span_id").asText()).isEqualTo("ffffffffffffffff");
        assertThat(oldest.at("/fields/order").asText()).isEqualTo("1");
        assertThat(oldest.get("position").asText()).isEqualTo("2:1");
    }

    @Test
    void logs_withFilters_matchAllOfThem() {
        assertThat(messages("?level=WARN")).containsExactly("cannot reserve", "100% of _stock_ gone");
        assertThat(messages("?level=warn&service=shop")).containsExactly("100% of _stock_ gone");
        assertThat(messages("?trace_id=" + TRACE)).containsExactly("cannot reserve", "order 1 placed");
        assertThat(messages("?search=STOCK.JAVA")).containsExactly("cannot reserve");
        assertThat(messages("?service=nobody")).isEmpty();
    }

    @Test
    void logs_withAPatternAsSearchText_treatItLiterally() {
        assertThat(messages("?search=0%25%20of%20_")).containsExactly("100% of _stock_ gone");
        assertThat(messages("?search=%25")).containsExactly("100% of _stock_ gone");
        assertThat(messages("?search=%27%20OR%201%3D1%20--")).isEmpty();
    }

    @Test
    void logs_ofASpan_areThoseWithin() {
        assertThat(messages("?since=24h&level=ERROR")).containsExactly("cannot reserve", "two hours ago");
        assertThat(messages("?since=7s")).containsExactly("cache miss", "cannot reserve");
        assertThat(messages("?since=2026-11-21T09:40:25Z&until=2026-11-21T09:40:28Z"))
                .containsExactly("100% of _stock_ gone");
    }

    @Test
    void logs_thatArrivedLate_areFoundByBothTimesButOnce() {
        String logged = "?since=" + NOW.minus(Duration.ofHours(61)) + "&until=" + NOW.minus(Duration.ofHours(59));
        String arrived = "?since=" + NOW.minus(Duration.ofHours(50)) + "&until=" + NOW.minus(Duration.ofHours(49));
        String both = "?since=" + NOW.minus(Duration.ofHours(61)) + "&until=" + NOW.minus(Duration.ofHours(49));
        String neither = "?since=" + NOW.minus(Duration.ofHours(59)) + "&until=" + NOW.minus(Duration.ofHours(50));

        for (String span : List.of(logged, arrived, both)) {
            assertThat(messages(span)).as(span).containsExactly("arrived late");
            assertThat(server.get("/api/monitoring/logs/export" + span + "&format=json")
                            .body()
                            .split("\n"))
                    .as(span)
                    .singleElement()
                    .asString()
                    .contains("arrived late");
        }
        assertThat(messages(neither)).isEmpty();
    }

    @Test
    void logs_ofALevelThatNobodyKnows_areShownAsTheyAre() {
        String span = "?since=" + NOW.minus(Duration.ofHours(61)) + "&until=" + NOW.minus(Duration.ofHours(59));

        assertThat(server.json("/api/monitoring/logs" + span)
                        .at("/lines/0/level")
                        .asText())
                .isEqualTo("gold");
        assertThat(messages(span + "&level=unknown")).containsExactly("arrived late");
        assertThat(messages(span + "&level=TRACE")).isEmpty();
        assertThat(messages("?level=UNKNOWN")).isEmpty();
        assertThat(server.get("/api/monitoring/logs?level=gold").body())
                .contains("level \\\"gold\\\": expected one of TRACE, DEBUG, INFO, WARN, ERROR, UNKNOWN");
    }

    @Test
    void logs_beyondTheLimit_areTruncated() {
        JsonNode answer = server.json("/api/monitoring/logs?limit=2");

        assertThat(answer.get("lines")).hasSize(2);
        assertThat(answer.get("truncated").asBoolean()).isTrue();
    }

    @Test
    void logs_beyondTheLimit_continueAtNext() {
        List<String> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode answer = server.json("/api/monitoring/logs?limit=1&cursor=" + cursor);
            all.addAll(answer.get("lines").findValuesAsText("message"));
            assertThat(answer.get("truncated").asBoolean())
                    .isEqualTo(!answer.get("next").isNull());
            cursor = answer.get("next").isNull() ? "" : answer.get("next").asText();
        } while (!cursor.isEmpty());

        assertThat(all).containsExactly("cache miss", "cannot reserve", "100% of _stock_ gone", "order 1 placed");
    }

    @Test
    void logs_withAnInvalidCursor_areAProblem() {
        for (String cursor : List.of("x", "2026-11-21T09:40:34Z", "2026-11-21T09:40:34Z,1", "yesterday,1:2")) {
            HttpResponse<String> answer = server.get("/api/monitoring/logs?cursor=" + cursor);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("cursor \\\"" + cursor + "\\\": expected a time and a position");
        }
    }

    @Test
    void line_thatIsNotStored_isNotFound() {
        HttpResponse<String> answer = server.get("/api/monitoring/logs/line?ts=2026-11-21T09:40:34Z&position=9:9");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("There is no stored line at ts 2026-11-21T09:40:34Z, position 9:9");
    }

    @Test
    void export_asCsv_hasAllLinesOfTheSpanAndNoFormula() {
        HttpResponse<String> answer = server.get("/api/monitoring/logs/export?since=24h");

        assertThat(answer.headers().firstValue("content-type")).hasValue("text/csv;charset=UTF-8");
        assertThat(answer.headers().firstValue("content-disposition"))
                .hasValue("attachment; filename=\"tidemark-logs.csv\"");
        assertThat(answer.body().split("\r\n"))
                .satisfiesExactly(
                        header -> assertThat(header)
                                .isEqualTo(
                                        "ts,service,instance,level,logger,thread,message,trace_id,span_id,error_type,"
                                                + "stack_trace,fields,position,truncated"),
                        line -> assertThat(line)
                                .isEqualTo(
                                        "2026-11-21T09:40:30.500Z,shop,shop-1,DEBUG,,,cache miss,,ffffffffffffffff,,,,2:4,false"),
                        line -> assertThat(line).contains("at Stock.reserve(Stock.java:88)"),
                        line -> assertThat(line).contains("100% of _stock_ gone"),
                        line -> assertThat(line).contains("\"{\"\"order\"\":\"\"1\"\"}\""),
                        line -> assertThat(line).contains("two hours ago"));
    }

    @Test
    void export_asJson_hasTheMatchingLines() {
        HttpResponse<String> answer = server.get("/api/monitoring/logs/export?format=json&since=24h&level=ERROR");

        assertThat(answer.headers().firstValue("content-type")).hasValue("application/x-ndjson");
        assertThat(answer.body().split("\n"))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("{").contains("\"cannot reserve\""),
                        line -> assertThat(line).startsWith("{").contains("\"two hours ago\""));
        assertThat(server.get("/api/monitoring/logs/export?format=xml").body())
                .contains("format \\\"xml\\\": expected csv or json");
    }

    private List<String> messages(String query) {
        return server.json("/api/monitoring/logs" + query).get("lines").findValuesAsText("message");
    }

    @Test
    void logs_manyLongSearches_leaveThreadsAndConnectionsForTheVerdict() throws SQLException {
        try (QueryServer busy = QueryServer.settings()
                        .postgres(store.jdbcUrl())
                        .with("tidemark.postgres.query-timeout", "10m")
                        .start();
                Connection holder = store.connect();
                var statement = holder.createStatement();
                var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE log");
            List<Future<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String path = "/api/monitoring/logs?search=" + i;
                answers.add(readers.submit(() -> busy.get(path)));
            }
            // All but those that may ask at a time, four of the six connections, have been refused.
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> answers.stream().filter(Future::isDone).count() == 8);
            assertThat(store.number("""
                    SELECT count(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND wait_event_type = 'Lock'
                    """)).isEqualTo(4);

            assertThat(busy.json("/api/monitoring/summary")
                            .at("/verdict/conditions")
                            .findValuesAsText("severity"))
                    .doesNotContain("down");
            holder.rollback();
        }
    }

    private void line(
            int secondsAgo,
            long offset,
            String service,
            int severity,
            String message,
            @Nullable String traceId,
            @Nullable String stackTrace,
            @Nullable String fields)
            throws SQLException {
        store.execute(
                """
                INSERT INTO log (ts, record_offset, record_partition, span_id, trace_id, service_id, instance_id, severity,
                                 message, stack_trace, fields)
                SELECT ?, ?, 2, -1, ?::uuid, s.id, i.id, ?, ?, ?, ?::jsonb
                FROM service s
                JOIN instance i ON i.service_id = s.id
                WHERE s.name = ?
                """,
                NOW.minusSeconds(secondsAgo).atOffset(ZoneOffset.UTC),
                offset,
                traceId,
                severity,
                message,
                stackTrace,
                fields,
                service);
    }
}
