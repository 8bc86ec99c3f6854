package dev.tidemark.query.breakdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.fixture.Calls;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.statement.StatementText;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BreakdownIT {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34.500Z");
    private static final String STATEMENT = "SELECT kind FROM call WHERE operation = 'this one' AND id > 4711";
    private static final String PATH = "/api/monitoring/api/breakdown";

    /** The parts in the API and their columns. */
    private static final Map<String, String> PARTS = Map.of(
            "application", "application_us",
            "db", "db_us",
            "pool_wait", "pool_wait_us",
            "redis", "redis_us",
            "http", "http_us");

    private final Store store = Store.create();
    private final QueryServer server = QueryServer.settings()
            .postgres(store.jdbcUrl())
            .clock(new TestClock(NOW))
            .start();

    @BeforeAll
    void store() throws SQLException {
        new MeasuredTraffic(NOW).store(store);
        store.execute(STATEMENT);
        Calls.store(
                store,
                List.of(Calls.calls(
                        NOW.minusSeconds(100), "/plain", CallKind.DB, "shop", StatementText.of(STATEMENT), 1, 100)));
    }

    @AfterAll
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5m", "15m", "1h", "24h", "7d"})
    void parts_ofEveryPeriod_areThoseOfTheRows(String period) throws SQLException {
        JsonNode answer = server.json(PATH + "?period=" + period);
        String rows = rows(answer, "true");

        JsonNode parts = answer.get("parts");
        double shares = 0;
        double means = 0;
        for (var part : PARTS.entrySet()) {
            JsonNode of = parts.get(part.getKey());
            double exact = store.number("SELECT coalesce(sum(" + part.getValue() + "), 0) / 1000.0" + rows);
            assertThat(of.get("total_ms").asDouble()).as(part.getKey()).isCloseTo(exact, within(exact * 0.001));
            shares += of.get("share").asDouble();
            means += of.get("mean_ms").asDouble();
        }
        double duration = store.number("SELECT sum(duration_us::float8) / 1000.0" + rows);
        assertThat(parts.get("total_ms").asDouble()).isCloseTo(duration, within(duration * 0.001));
        assertThat(shares).isCloseTo(1, within(1e-9));
        assertThat(means).isCloseTo(parts.get("mean_ms").asDouble(), within(0.003));
        for (String kind : List.of("db", "redis", "http")) {
            assertThat(parts.get(kind).get("calls").asDouble())
                    .isEqualTo(store.number("SELECT coalesce(sum(" + kind + "_calls), 0)" + rows));
        }
        assertThat(parts.get("pool_wait").get("calls").isNull()).isTrue();
        assertThat(answer.at("/coverage/measured_requests").asDouble())
                .isEqualTo(store.number("SELECT count(*)" + rows))
                .isPositive();
        assertThat(answer.at("/coverage/requests").asDouble())
                .isEqualTo(
                        store.number("SELECT count(*)" + rows.replace("application_us IS NOT NULL", "stream IS NULL")));
    }

    /** The raw rows of the answered span that were measured. */
    private static String rows(JsonNode answer, String condition) {
        return " FROM request WHERE ts >= '" + answer.get("from").asText() + "' AND ts < '"
                + answer.get("to").asText() + "' AND application_us IS NOT NULL AND " + condition;
    }

    @ParameterizedTest
    @CsvSource({"5m, 10, 31", "1h, 30, 121", "24h, 900, 97", "7d, 3600, 169"})
    void timeline_hasTheStepsOfTheLatencies_andTheSumsOfTheRows(String period, long width, int count)
            throws SQLException {
        JsonNode timeline = server.json(PATH + "?period=" + period).get("timeline");
        JsonNode latencies = server.json("/api/monitoring/api/latency?period=" + period);

        assertThat(timeline.get("bucket_seconds").asLong()).isEqualTo(width);
        assertThat(timeline.get("points")).hasSizeBetween(count, count + 1);
        assertThat(timeline.get("points").findValuesAsText("ts"))
                .isEqualTo(latencies.get("points").findValuesAsText("ts"));
        int measured = 0;
        for (JsonNode point : timeline.get("points")) {
            JsonNode mean = point.get("mean");
            assertThat(mean.isNull()).isEqualTo(point.get("measured_requests").asInt() == 0);
            if (!mean.isNull() && measured++ % 20 == 0) {
                Instant from = Instant.parse(point.get("ts").asText());
                String rows = " FROM request WHERE application_us IS NOT NULL AND ts >= '" + from + "' AND ts < '"
                        + from.plusSeconds(width) + "'";
                assertThat(point.get("measured_requests").asDouble()).isEqualTo(store.number("SELECT count(*)" + rows));
                for (var part : PARTS.entrySet()) {
                    double exact = store.number("SELECT avg(coalesce(" + part.getValue() + ", 0)) / 1000.0" + rows);
                    assertThat(mean.get(part.getKey() + "_ms").asDouble())
                            .isCloseTo(exact, within(exact * 0.001 + 0.0005));
                }
            }
        }
        assertThat(measured).isPositive();
    }

    @Test
    void octaves_ofASpan_addUpToIt_andSplitByDuration() throws SQLException {
        JsonNode answer = server.json(PATH + "?period=24h&route=/products");
        double requests = 0;
        double db = 0;
        for (JsonNode octave : answer.get("octaves")) {
            double from = octave.get("from_ms").asDouble();
            double to = octave.get("to_ms").asDouble();
            String rows = rows(
                    answer,
                    "duration_us >= " + 1000 * from + " AND duration_us < " + 1000 * to
                            + " AND label_set_id IN (SELECT l.id FROM label_set l JOIN endpoint e ON e.id = l.endpoint_id"
                            + " WHERE e.route = '/products')");
            assertThat(octave.get("requests").asDouble()).isEqualTo(store.number("SELECT count(*)" + rows));
            requests += octave.get("requests").asDouble();
            db += octave.at("/sum/db_ms").asDouble();
            if (to <= 4) {
                assertThat(octave.at("/sum/db_ms").asDouble()).isZero();
            } else if (from >= 4.1) {
                assertThat(octave.at("/sum/db_ms").asDouble()).isPositive();
            }
        }
        assertThat(answer.get("octaves").size()).isGreaterThan(3);
        assertThat(requests).isEqualTo(answer.at("/coverage/measured_requests").asDouble());
        assertThat(db).isCloseTo(answer.at("/parts/db/total_ms").asDouble(), within(0.02));
    }

    @Test
    void endpoint_thatWasNotMeasured_isUnknown_withTheRemedy() {
        JsonNode plain = server.json(PATH + "?period=1h&service=shop&method=GET&route=/plain");

        assertThat(plain.at("/coverage/requests").asInt()).isGreaterThan(60);
        assertThat(plain.at("/coverage/measured_requests").asInt()).isZero();
        assertThat(plain.get("parts").isNull()).isTrue();
        assertThat(plain.get("octaves")).isEmpty();
        assertThat(plain.at("/timeline/points").findValues("mean")).allMatch(JsonNode::isNull);
        assertThat(plain.at("/unknown/0/fields/0").asText()).isEqualTo("parts");
        assertThat(plain.at("/unknown/0/reason").asText()).contains("not measured");
        assertThat(plain.at("/unknown/0/remedy").asText()).contains("filter that measures calls");
        assertThat(plain.get("background").isNull()).isTrue();
    }

    @Test
    void endpoint_thatWasPartlyMeasured_saysHowMuch() {
        JsonNode coverage =
                server.json(PATH + "?period=24h&service=shop&route=/mixed").get("coverage");

        assertThat(coverage.get("measured_percent").asDouble()).isBetween(70.0, 80.0);
        assertThat(coverage.get("measured_requests").asInt())
                .isLessThan(coverage.get("requests").asInt());
    }

    @Test
    void endpoint_ofStreams_hasCallsButNoParts() {
        JsonNode streams = server.json(PATH + "?period=5m&route=/events");

        assertThat(streams.at("/coverage/streams").asInt()).isOne();
        assertThat(streams.at("/coverage/measured_percent").isNull()).isTrue();
        assertThat(streams.get("parts").isNull()).isTrue();
        assertThat(streams.at("/unknown/0/reason").asText()).contains("streams");
        assertThat(streams.at("/calls/rows/0/operation").asText()).isEqualTo("GET /stock/{id}");
        assertThat(streams.at("/calls/rows/0/share").isNull()).isTrue();
        assertThat(streams.at("/calls/rows/0/calls_per_request").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"service=nobody", "route=/nowhere", "method=PUT"})
    void choice_thatMatchesNothing_isEmpty(String choice) {
        JsonNode nothing = server.json(PATH + "?period=7d&" + choice);

        assertThat(nothing.at("/coverage/requests").asInt()).isZero();
        assertThat(nothing.get("parts").isNull()).isTrue();
        assertThat(nothing.at("/calls/rows")).isEmpty();
        assertThat(nothing.at("/unknown/0/reason").asText()).isEqualTo("there are no requests in this span");
        assertThat(nothing.at("/unknown/0/remedy").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"5m, 1", "24h, 2", "7d, 3"})
    void calls_ofAnEndpoint_addUpOverTheSpan(String period, int rounds) {
        JsonNode answer = server.json(PATH + "?period=" + period + "&service=shop&method=GET&route=/products");
        JsonNode calls = answer.get("calls");

        assertThat(calls.get("total").asInt()).isEqualTo(3);
        assertThat(calls.get("more").asInt()).isZero();
        assertThat(calls.get("rows").findValuesAsText("operation"))
                .containsExactly(MeasuredTraffic.SELECT, "GET product:*", "SET product:*");
        JsonNode select = calls.at("/rows/0");
        assertThat(select.get("kind").asText()).isEqualTo("db");
        assertThat(select.get("count").asInt()).isEqualTo(100 * rounds);
        assertThat(select.get("total_ms").asDouble()).isEqualTo(580.0 * rounds);
        assertThat(select.get("mean_ms").asDouble()).isEqualTo(5.8);
        assertThat(select.get("p95_ms").asDouble()).isCloseTo(40, within(0.4));
        assertThat(select.get("max_ms").asDouble()).isEqualTo(40);
        assertThat(select.get("rows_per_call").asDouble()).isEqualTo(10);
        assertThat(select.get("hit_ratio").isNull()).isTrue();
        double requests = answer.at("/coverage/measured_requests").asDouble();
        assertThat(select.get("calls_per_request").asDouble()).isCloseTo(100 * rounds / requests, within(0.001));
        assertThat(select.get("ms_per_request").asDouble()).isCloseTo(580 * rounds / requests, within(0.001));
        assertThat(select.get("share").asDouble())
                .isCloseTo(580 * rounds / answer.at("/parts/total_ms").asDouble(), within(0.0001));
        JsonNode get = calls.at("/rows/1");
        assertThat(get.get("hits").asInt()).isEqualTo(45 * rounds);
        assertThat(get.get("misses").asInt()).isEqualTo(15 * rounds);
        assertThat(get.get("hit_ratio").asDouble()).isEqualTo(75);
        assertThat(get.get("rows_per_call").isNull()).isTrue();
        assertThat(calls.at("/rows/2/hits").isNull()).isTrue();
    }

    @Test
    void calls_ofAllEndpoints_areMergedByOperation_andBackgroundIsApart() {
        JsonNode answer = server.json(PATH + "?period=5m&limit=2");

        assertThat(answer.at("/calls/total").asInt()).isEqualTo(6);
        assertThat(answer.at("/calls/more").asInt()).isEqualTo(4);
        assertThat(answer.at("/calls/rows").findValuesAsText("operation"))
                .containsExactly(MeasuredTraffic.SELECT, "GET /stock/{id}");
        assertThat(answer.at("/calls/rows/0/count").asInt()).isEqualTo(120);
        assertThat(answer.at("/calls/rows/0/endpoints").asInt()).isEqualTo(2);
        assertThat(answer.at("/background/total").asInt()).isOne();
        assertThat(answer.at("/background/rows/0/operation").asText()).startsWith("DELETE FROM session");
        assertThat(answer.at("/background/rows/0/count").asInt()).isEqualTo(2);
        assertThat(answer.at("/background/rows/0/share").isNull()).isTrue();
        assertThat(answer.at("/background/rows/0/endpoints").isNull()).isTrue();
    }

    @Test
    void calls_beyondTheBudgetOfSketches_haveNoPercentile() {
        ApplicationContext context = server.bean(ApplicationContext.class);
        Database database = context.getBean(Database.class, Qualifiers.byName(Databases.STORE));
        TimeRange range = server.bean(TimeRanges.class).of(RangeQuery.period("5m"));
        List<CallReader.Called> called = database.readLong(() -> new CallReader(context.getBean(CallQueries.class), 2)
                .read(range, new EndpointChoice("shop", null, null), 10, database.deadline()));

        assertThat(called).hasSizeGreaterThan(3);
        assertThat(called.getFirst().sum().operation()).isEqualTo(MeasuredTraffic.SELECT);
        assertThat(called.getFirst().isRead()).isTrue();
        assertThat(called.getFirst().hasAllTimes()).isTrue();
        assertThat(called.stream().skip(1)).noneMatch(CallReader.Called::isRead);
        assertThat(called.stream().skip(1)).noneMatch(CallReader.Called::hasAllTimes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=501", "limit=x", "period=2h", "sort=p95"})
    void question_withABadParameter_isRefused(String parameter) {
        assertThat(server.get(PATH + "?" + parameter).statusCode()).isEqualTo(400);
    }

    @Test
    void endpoints_haveTheSharesOfTheirParts() {
        List<String> unmeasured = new ArrayList<>();
        for (JsonNode endpoint :
                server.json("/api/monitoring/api/endpoints?period=24h").get("endpoints")) {
            JsonNode parts = endpoint.get("parts");
            assertThat(parts.isNull())
                    .isEqualTo(endpoint.get("measured_requests").asInt() == 0);
            if (parts.isNull()) {
                unmeasured.add(endpoint.get("route").asText());
                continue;
            }
            JsonNode breakdown = server.json(
                    PATH + "?period=24h&route=" + endpoint.get("route").asText());
            double sum = 0;
            for (String part : PARTS.keySet()) {
                assertThat(parts.get(part)).isEqualTo(breakdown.at("/parts/" + part + "/share"));
                sum += parts.get(part).asDouble();
            }
            assertThat(sum).isCloseTo(1, within(1e-9));
            assertThat(endpoint.get("measured_requests")).isEqualTo(breakdown.at("/coverage/measured_requests"));
        }
        assertThat(unmeasured).containsExactlyInAnyOrder("/plain", "/events");
    }

    @Test
    void windowsThatContradictThemselves_areLeftOutAndCounted() throws SQLException {
        Store forged = Store.create();
        new MeasuredTraffic(NOW).store(forged);
        String first = "(window_start, endpoint_id) = (SELECT window_start, endpoint_id FROM rollup_10s"
                + " WHERE measured IS NOT NULL AND window_start >= '2026-11-21T09:39:00Z' ORDER BY 1, 2 LIMIT 1)";
        forged.execute("UPDATE rollup_10s SET db_us = measured_us + 1, parts = '\\xdeadbeef' WHERE " + first);
        for (String tier : List.of("10s", "1m", "1h")) {
            forged.execute("UPDATE call_" + tier + " SET sketch = '\\xdeadbeef' WHERE call_id ="
                    + " (SELECT id FROM call WHERE operation = 'SET product:*')");
            forged.execute("UPDATE call_" + tier + " SET errors = count + 1 WHERE call_id ="
                    + " (SELECT id FROM call WHERE operation = 'GET product:*')");
        }
        try (QueryServer server = QueryServer.settings()
                .postgres(forged.jdbcUrl())
                .clock(new TestClock(NOW))
                .start()) {
            JsonNode all = this.server.json(PATH + "?period=5m");
            JsonNode left = server.json(PATH + "?period=5m");

            assertThat(left.get("skipped_windows").asInt()).isOne();
            assertThat(left.at("/coverage/measured_requests").asInt())
                    .isLessThan(all.at("/coverage/measured_requests").asInt())
                    .isPositive();
            assertThat(sum(left))
                    .isEqualTo(left.at("/coverage/measured_requests").asInt());
            assertThat(server.json("/api/monitoring/api/endpoints?period=5m")
                            .get("skipped_windows")
                            .asInt())
                    .isOne();
            JsonNode calls = left.at("/calls/rows");
            assertThat(calls.findValuesAsText("operation")).doesNotContain("GET product:*");
            for (JsonNode call : calls) {
                assertThat(call.get("p95_ms").isNull())
                        .isEqualTo(call.get("operation").asText().equals("SET product:*"));
            }
        }
    }

    /** The disk guard drops calls before requests. */
    @Test
    void spanWhoseCallsWereDropped_isReadFromLongerWindows() throws SQLException {
        Store cut = Store.create();
        cut.execute("INSERT INTO partition_drop (parent, partition, starts, ends, bytes)"
                + " VALUES ('call_10s', 'call_10s_1', now() - interval '1 day', now() - interval '10 minutes', 1)");
        try (QueryServer server = QueryServer.settings()
                .postgres(cut.jdbcUrl())
                .clock(new TestClock(NOW))
                .start()) {
            assertThat(server.json(PATH + "?period=5m").get("tier").asText()).isEqualTo("10s");
            assertThat(server.json(PATH + "?period=1h").get("tier").asText()).isEqualTo("1m");
            assertThat(server.json("/api/monitoring/api/endpoints?period=1h")
                            .get("tier")
                            .asText())
                    .isEqualTo("10s");
        }
    }

    private static int sum(JsonNode answer) {
        int sum = 0;
        for (JsonNode point : answer.at("/timeline/points")) {
            sum += point.get("measured_requests").asInt();
        }
        return sum;
    }

    @Test
    void statements_ofTheMonitoredPostgres_haveTheirQueryId() throws SQLException {
        double id = store.number("SELECT queryid FROM pg_stat_statements WHERE query LIKE 'SELECT kind FROM call%'"
                + " AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())");
        JsonNode answer = server.json(PATH + "?period=5m&route=/plain");
        assertThat((double) Long.parseLong(answer.at("/calls/rows/0/queryid").asText()))
                .isEqualTo(id);
        assertThat(answer.get("unknown")).hasSize(1);

        JsonNode other = server.json(PATH + "?period=5m&route=/products");
        assertThat(other.at("/calls/rows/0/queryid").isNull()).isTrue();
        assertThat(other.at("/unknown/0/fields/0").asText()).isEqualTo("queryid");
        assertThat(other.at("/unknown/0/reason").asText())
                .startsWith("one of the statements is not in pg_stat_statements of ");
    }

    @Test
    void statements_thatCannotBeRead_areUnknown_forAWhile() throws SQLException {
        Store standby = Store.create();
        standby.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        standby.execute("ALTER EXTENSION pg_stat_statements DROP VIEW pg_stat_statements");
        standby.execute("DROP VIEW pg_stat_statements");
        standby.execute("""
                CREATE FUNCTION conflict() RETURNS TABLE (queryid bigint, query text, total_exec_time float8, dbid oid)
                LANGUAGE plpgsql AS 'BEGIN RAISE ''conflict with recovery'' USING ERRCODE = ''40001''; END'
                """);
        standby.execute("CREATE VIEW pg_stat_statements AS SELECT * FROM conflict()");
        try (QueryServer server = QueryServer.settings()
                .postgres(store.jdbcUrl())
                .monitored(standby.jdbcUrl())
                .clock(new TestClock(NOW))
                .start()) {
            JsonNode answer = server.json(PATH + "?period=5m&route=/products");
            assertThat(answer.at("/calls/rows/0/queryid").isNull()).isTrue();
            assertThat(answer.at("/unknown/0/reason").asText())
                    .startsWith("the statements of ")
                    .contains("could not be read");

            standby.execute("CREATE OR REPLACE VIEW pg_stat_statements AS"
                    + " SELECT 1::bigint AS queryid, ''::text AS query, 1::float8 AS total_exec_time, 1::oid AS dbid");
            assertThat(server.json(PATH + "?period=15m&route=/products").at("/unknown/0/reason"))
                    .as("the server is not asked again at once")
                    .isEqualTo(answer.at("/unknown/0/reason"));
        }
    }

    @Test
    void statements_withoutTheExtension_areUnknownWithTheRemedy() throws SQLException {
        Store bare = Store.create();
        bare.execute("DROP EXTENSION IF EXISTS pg_stat_statements");
        try (QueryServer server = QueryServer.settings()
                .postgres(store.jdbcUrl())
                .monitored(bare.jdbcUrl())
                .clock(new TestClock(NOW))
                .start()) {
            JsonNode answer = server.json(PATH + "?period=5m&route=/products");

            assertThat(answer.at("/calls/rows/0/queryid").isNull()).isTrue();
            assertThat(answer.get("unknown")).hasSize(1);
            assertThat(answer.at("/unknown/0/remedy").asText()).isEqualTo("run CREATE EXTENSION pg_stat_statements");
        }
    }
}
