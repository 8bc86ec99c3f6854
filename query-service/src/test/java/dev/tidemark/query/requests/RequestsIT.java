package dev.tidemark.query.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Requests;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.sketch.LatencySketch;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestsIT {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34.500Z");

    private final Store store = Store.create();
    private final QueryServer server = QueryServer.settings()
            .postgres(store.jdbcUrl())
            .clock(new TestClock(NOW))
            .start();

    @BeforeAll
    void store() throws SQLException {
        List<RequestEvent> requests = new ArrayList<>();
        requests.addAll(Requests.spread(NOW.minusSeconds(7000), Duration.ofSeconds(7000), 7000, "/products", 10, 7));
        requests.addAll(Requests.spread(NOW.minusSeconds(120), Duration.ofSeconds(120), 60, "/orders", 300, 0));
        requests.add(Requests.request(NOW.minusSeconds(60), "inventory", "GET", "/products", 200, 5000));
        for (int i = 0; i < 12; i++) {
            requests.add(Requests.stream(NOW.minusSeconds(60), "shop", "/events", i == 0 ? 503 : 499, 30_000_000));
        }
        requests.add(Requests.stream(NOW.minusSeconds(60), "shop", "/orders", 200, 600_000_000));
        store.requests(requests);
    }

    @AfterAll
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"5m, 10, 31", "15m, 10, 91", "1h, 30, 121", "24h, 900, 97", "7d, 3600, 169"})
    void latency_ofEveryPeriod_isBucketsThatAgreeWithTheRawRows(String period, long width, int count)
            throws SQLException {
        JsonNode timeline = server.json("/api/monitoring/api/latency?period=" + period);

        assertThat(timeline.get("bucket_seconds").asLong()).isEqualTo(width);
        assertThat(timeline.get("points")).hasSizeBetween(count, count + 1);
        assertThat(timeline.get("labels")).hasSameSizeAs(timeline.get("points"));
        assertThat(timeline.get("datasets").findValuesAsText("label")).containsExactly("P50", "P95", "P99");
        int i = 0;
        for (JsonNode point : timeline.get("points")) {
            String rows = " FROM metrics WHERE metric_type = 'api' AND timestamp >= '"
                    + point.get("ts").asText() + "' AND timestamp < '"
                    + Instant.parse(point.get("ts").asText()).plusSeconds(width) + "'";
            if (point.get("count").asInt() > 0 || i % 20 == 0) {
                assertThat(point.get("count").asDouble()).isEqualTo(store.number("SELECT count(*)" + rows));
            }
            JsonNode p95 = timeline.at("/datasets/1/data/" + i);
            assertThat(p95).isEqualTo(point.get("p95_ms"));
            assertThat(p95.isNull()).isEqualTo(point.get("count").asInt() == 0);
            if (!p95.isNull()) {
                double exact = store.number("SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY value)" + rows);
                assertThat(p95.asDouble()).isCloseTo(exact, within(exact * 0.01 + 0.0005));
            }
            i++;
        }
    }

    @Test
    void latency_ofAService_hasItsRequestsOnly() {
        assertThat(total("?period=5m&service=inventory")).isEqualTo(1);
        assertThat(total("?period=5m&service=inventory&route=/products")).isEqualTo(1);
        assertThat(total("?period=5m&route=/orders")).isEqualTo(61);
        assertThat(total("?period=5m&service=nobody")).isZero();
    }

    @Test
    void latency_labelsOfADayAndMore_haveTheDate() {
        assertThat(server.json("/api/monitoring/api/latency?period=7d")
                        .at("/labels/0")
                        .asText())
                .isEqualTo("11-14 09:00");
        assertThat(server.json("/api/monitoring/api/latency?period=24h")
                        .at("/labels/0")
                        .asText())
                .isEqualTo("09:30");
        assertThat(server.json("/api/monitoring/api/latency?period=5m")
                        .at("/labels/0")
                        .asText())
                .isEqualTo("09:35:30");
    }

    @ParameterizedTest
    @ValueSource(strings = {"period=5m", "period=1h", "period=7d", "from=2026-11-21T08:00:00Z&to=2026-11-21T09:40:00Z"})
    void services_ofASpan_haveTheCountsOfTheRawRows(String span) throws SQLException {
        JsonNode answer = server.json("/api/monitoring/services?" + span);
        String rows = """
                SELECT count(*) FROM request r
                JOIN label_set l ON l.id = r.label_set_id
                JOIN endpoint e ON e.id = l.endpoint_id
                JOIN service s ON s.id = e.service_id
                WHERE r.ts >= '%s' AND r.ts < '%s' AND s.name = '%s'
                """;

        assertThat(answer.get("total").asInt()).isEqualTo(2);
        assertThat(answer.get("services").findValuesAsText("service")).containsExactly("shop", "inventory");
        for (JsonNode service : answer.get("services")) {
            assertThat(service.get("request_count").asDouble())
                    .isEqualTo(store.number(rows.formatted(
                            answer.get("from").asText(),
                            answer.get("to").asText(),
                            service.get("service").asText())));
        }
    }

    @Test
    void services_ofASpanWithoutRequests_areNone() {
        JsonNode answer = server.json("/api/monitoring/services?from=2026-11-20T08:00:00Z&to=2026-11-20T09:00:00Z");

        assertThat(answer.get("total").asInt()).isZero();
        assertThat(answer.get("services")).isEmpty();
        assertThat(server.get("/api/monitoring/services?period=2h").statusCode())
                .isEqualTo(400);
    }

    @Test
    void endpoints_bySort_areRanked() {
        assertThat(routes("?period=5m"))
                .containsExactly("shop /orders", "shop /products", "inventory /products", "shop /events");
        assertThat(routes("?period=5m&sort=requests"))
                .containsExactly("shop /products", "shop /orders", "shop /events", "inventory /products");
        assertThat(routes("?period=5m&sort=errors").getFirst()).isEqualTo("shop /products");
        assertThat(routes("?period=5m&sort=p95&limit=1")).containsExactly("shop /orders");
        assertThat(routes("?period=5m&sort=p95").getLast()).isEqualTo("shop /events");
    }

    @Test
    void endpointOfStreams_isCounted_andHasNoLatency() {
        JsonNode streams = endpoint("/events");

        assertThat(streams.get("request_count").asInt()).isEqualTo(12);
        assertThat(streams.get("stream_count").asInt()).isEqualTo(12);
        assertThat(streams.get("error_count").asInt()).isOne();
        for (String unknown : List.of(
                "avg_latency_ms",
                "p50_latency_ms",
                "p95_latency_ms",
                "p99_latency_ms",
                "max_latency_ms",
                "time_share")) {
            assertThat(streams.hasNonNull(unknown)).as(unknown).isFalse();
        }
    }

    @Test
    void streamAmongRequests_isInNoLatency_andNoTimeShare() {
        JsonNode mixed = endpoint("/orders");
        JsonNode point = server.json("/api/monitoring/api/latency?period=5m&route=/events")
                .get("points");

        assertThat(mixed.get("request_count").asInt()).isEqualTo(61);
        assertThat(mixed.get("stream_count").asInt()).isOne();
        assertThat(mixed.get("max_latency_ms").asDouble()).isLessThan(30_000);
        assertThat(mixed.get("time_share").asDouble()).isBetween(50.0, 95.0);
        assertThat(point.findValuesAsText("streams")).contains("12");
        assertThat(point.findValues("p95_ms")).allMatch(JsonNode::isNull);
    }

    private JsonNode endpoint(String route) {
        for (JsonNode endpoint :
                server.json("/api/monitoring/api/endpoints?period=5m").get("endpoints")) {
            if (endpoint.get("route").asText().equals(route)) {
                return endpoint;
            }
        }
        throw new AssertionError("no endpoint " + route);
    }

    @Test
    void endpoints_haveTheFiguresOfTheRawRows() throws SQLException {
        JsonNode answer = server.json("/api/monitoring/api/endpoints?period=15m&sort=requests");
        JsonNode first = answer.at("/endpoints/0");

        String rows = " FROM metrics WHERE metric_type = 'api' AND timestamp >= '"
                + answer.get("from").asText()
                + "' AND (metadata->>'status_code') IS NOT NULL AND (value < 1e9 OR value IS NULL)"
                + " AND timestamp < '" + answer.get("to").asText() + "'";
        assertThat(answer.get("total").asInt()).isEqualTo(4);
        double all = 0;
        for (JsonNode endpoint : answer.get("endpoints")) {
            all += endpoint.get("request_count").asDouble();
        }
        assertThat(all).isEqualTo(store.number("SELECT count(*)" + rows));
        assertThat(first.get("error_count").asDouble())
                .isEqualTo(store.number("SELECT count(*)" + rows + " AND metadata->>'stream' IS NULL"
                        + " AND (metadata->>'status_code')::int >= 400"));
        assertThat(first.get("p50_latency_ms").asDouble())
                .isLessThanOrEqualTo(first.get("p95_latency_ms").asDouble());
    }

    private int total(String query) {
        int sum = 0;
        for (JsonNode point : server.json("/api/monitoring/api/latency" + query).get("points")) {
            sum += point.get("count").asInt();
        }
        return sum;
    }

    private List<String> routes(String query) {
        List<String> routes = new ArrayList<>();
        for (JsonNode endpoint :
                server.json("/api/monitoring/api/endpoints" + query).get("endpoints")) {
            routes.add(endpoint.get("service").asText() + " "
                    + endpoint.get("route").asText());
        }
        return routes;
    }

    @Test
    void latency_ofRowsThatComeSlowly_isGivenUpInABoundedTime() throws SQLException {
        Store slow = Store.create();
        String sketch = HexFormat.of().formatHex(new LatencySketch().toBytes());
        slow.execute("DROP TABLE rollup_10s");
        // No portion of the rows takes as long as a statement may; all of them take ten seconds or more.
        slow.execute("""
                CREATE VIEW rollup_10s AS
                SELECT timestamptz '2026-11-21T09:38:00Z' AS window_start, 1 AS endpoint_id, 1::bigint AS count,
                       0::bigint AS errors, 0::bigint AS status_5xx, 1::bigint AS sum_us, 1::bigint AS min_us, 1::bigint AS max_us,
                       decode('%s', 'hex') AS sketch, NULL::bigint AS streams, NULL::bigint AS measured, NULL::bigint AS measured_us,
                       NULL::bigint AS db_us, NULL::bigint AS pool_wait_us, NULL::bigint AS redis_us, NULL::bigint AS http_us
                FROM generate_series(1, 40000) AS n
                WHERE n %% 4 > 0 OR pg_sleep(0.001)::text IS NOT NULL
                """.formatted(sketch));
        try (QueryServer server = QueryServer.settings()
                .postgres(slow.jdbcUrl())
                .with("tidemark.postgres.query-timeout", "2s")
                .clock(new TestClock(NOW))
                .start()) {
            HttpResponse<String> response = server.get("/api/monitoring/api/latency?period=5m");

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(QueryServer.json(response).get("detail").asText())
                    .isEqualTo("PostgreSQL took longer than 2000 ms: ask for a shorter time span");
        }
    }
}
