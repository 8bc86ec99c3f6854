package dev.tidemark.query.history;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Requests;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Metrics over time, downloads, and the metrics for Prometheus, in a zone whose clocks change. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MetricHistoryIT {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34Z");
    private static final String METRICS = "/api/monitoring/metrics";
    private static final String EXPORT = "/api/monitoring/export";
    private static final String SERVER = "db:5432/shop";
    private static final TimeZone ZONE = TimeZone.getDefault();

    private final Store store = Store.create();
    private final TestClock clock = new TestClock(NOW);
    private final QueryServer server = start();

    private QueryServer start() {
        // The driver passes the zone on to PostgreSQL.
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        return QueryServer.settings().postgres(store.jdbcUrl()).clock(clock).start();
    }

    @BeforeAll
    void store() throws SQLException {
        store.requests(Requests.spread(NOW.minusSeconds(3000), Duration.ofSeconds(3000), 900, "/orders/{id}", 30, 10));
        store.requests(List.of(
                Requests.request(NOW.minusSeconds(30), "shop", "GET", "=1+1", 200, 2_000),
                Requests.stream(NOW.minusSeconds(30), "shop", "/events", 200, 90_000_000)));
        postgres("connections_active", NOW.minusSeconds(5), 7, Map.of());
        postgres("connections_active", NOW.minus(Duration.ofDays(1)).minusSeconds(5), 3, Map.of());
        postgres("sessions_count", NOW.minusSeconds(5), 4, Map.of("state", "active"));
        postgres("sessions_count", NOW.minusSeconds(5), 1, Map.of("state", "idle"));
        postgres("statement_mean_ms", NOW.minusSeconds(200), 12, Map.of("queryid", "-77"));
        for (int i = 0; i < 4; i++) {
            postgres("index_scans_total", NOW.minusSeconds(120 - 30L * i), new double[] {5, 9, 2, 3}[i], Map.of());
        }
        midnight();
        hours();
        host();
        store.execute(
                "UPDATE metric SET metric_type = 'postgres' WHERE metric_name NOT LIKE 'test\\_%' AND metric_name NOT IN "
                        + "('cpu_percent', 'memory_used_mb', 'jvm_gc_pauses')");
    }

    @AfterAll
    void close() {
        server.close();
        TimeZone.setDefault(ZONE);
    }

    private void postgres(String name, Instant at, double value, Map<String, String> labels) throws SQLException {
        store.sample(at, "tidemark-collector", SERVER, labels, name, value);
    }

    private void midnight() throws SQLException {
        store.sample(Instant.parse("2026-11-20T23:59:30Z"), "a", "test_midnight", 10);
        store.sample(Instant.parse("2026-11-20T23:59:59.999Z"), "a", "test_midnight", 20);
        store.sample(Instant.parse("2026-11-21T00:00:00Z"), "a", "test_midnight", 40);
    }

    /** The hour of the day, over the day on which the clocks of the zone are set back. */
    private void hours() throws SQLException {
        Instant from = Instant.parse("2026-10-24T00:00:00Z");
        for (int day = 0; day < 3; day++) {
            store.execute(
                    "SELECT ensure_partition('sample', ?)",
                    from.plus(Duration.ofDays(day)).atOffset(ZoneOffset.UTC));
        }
        int metric = store.metric(NOW, "shop", null, Map.of(), "test_hour");
        store.execute("""
                INSERT INTO sample SELECT ?::timestamptz + make_interval(hours => n), n % 24, ? FROM generate_series(0, 71) AS n
                """, from.atOffset(ZoneOffset.UTC), metric);
    }

    private void host() throws SQLException {
        store.sample(NOW.minusSeconds(3), "a", "cpu_percent", 12.5);
        store.sample(NOW.minusSeconds(3), "a", "memory_used_mb", 2);
        store.sample(NOW.minusSeconds(100), "gone", "cpu_percent", 99);
        store.sample(NOW.minusSeconds(4), "stock", "stock-1", Map.of("host", "a"), "cpu_percent", 40);
        store.sample(NOW.minusSeconds(3), "shop", "shop-1", Map.of("host", "a"), "jvm_gc_pauses", 6);
    }

    @Test
    void steps_ofADay_beginAtMidnightUtc() {
        JsonNode answer = server.json(METRICS + "?type=system&name=test_midnight&period=24h&interval=1d");

        assertThat(answer.get("from").asText()).isEqualTo("2026-11-20T00:00:00Z");
        assertThat(answer.get("to").asText()).isEqualTo("2026-11-22T00:00:00Z");
        assertThat(points(answer, 0))
                .containsExactly("2026-11-20T00:00:00Z 15.0 20.0 2", "2026-11-21T00:00:00Z 40.0 40.0 1");
    }

    @Test
    void steps_overAChangeOfTheClocks_areOfTheSameWidth() {
        String span = METRICS + "?name=test_hour&from=2026-10-24T00:00:00Z&to=2026-10-27T00:00:00Z&interval=";

        assertThat(points(server.json(span + "1d"), 0))
                .containsExactly(
                        "2026-10-24T00:00:00Z 11.5 23.0 24",
                        "2026-10-25T00:00:00Z 11.5 23.0 24",
                        "2026-10-26T00:00:00Z 11.5 23.0 24");
        assertThat(points(server.json(span + "6h"), 0))
                .hasSize(12)
                .contains("2026-10-25T00:00:00Z 2.5 5.0 6", "2026-10-25T18:00:00Z 20.5 23.0 6");
    }

    @Test
    void gauge_isCompared_andSelectedByLabel() {
        JsonNode answer =
                server.json(METRICS + "?type=postgres&name=connections_active,sessions_count&period=5m&compare=day");
        assertThat(answer.get("series").findValuesAsText("instance")).containsOnly(SERVER);
        assertThat(points(answer, 0)).containsExactly("2026-11-21T09:40:20Z 7.0 7.0 1");
        assertThat(points(answer.get("comparison"), 0)).containsExactly("2026-11-20T09:40:20Z 3.0 3.0 1");
        assertThat(answer.at("/comparison/comparison").isNull()).isTrue();

        JsonNode active = server.json(METRICS + "?name=sessions_count&label=state=active");
        assertThat(active.get("series")).hasSize(1);
        assertThat(active.at("/series/0/points/0/value").asDouble()).isEqualTo(4);
    }

    @Test
    void gaugeThatOnlyRises_showsItsRises() {
        assertThat(points(server.json(METRICS + "?name=index_scans_total&period=5m"), 0))
                .extracting(point -> point.split(" ")[1])
                .containsExactly("4.0", "1.0");
    }

    @Test
    void requests_areThoseOfTheRawRows() throws SQLException {
        JsonNode answer = server.json(METRICS
                + "?type=api&name=request_latency_ms,requests_per_second,error_rate_percent&interval=15m&label=endpoint=/orders/{id}"
                        .replace("{", "%7B")
                        .replace("}", "%7D"));

        JsonNode latency = series(answer, "request_latency_ms");
        assertThat(latency.at("/labels/method").asText()).isEqualTo("GET");
        assertThat(latency.get("points").size()).isBetween(4, 5);
        for (JsonNode point : latency.get("points")) {
            String step =
                    " FROM request r JOIN label_set l ON l.id = r.label_set_id JOIN endpoint e ON e.id = l.endpoint_id"
                            + " WHERE e.route = '/orders/{id}' AND r.ts >= timestamptz '"
                            + point.get("ts").asText()
                            + "' AND r.ts < timestamptz '" + point.get("ts").asText() + "' + interval '15 min'";
            assertThat(point.get("value").asDouble())
                    .isCloseTo(store.number("SELECT avg(r.duration_us) / 1000" + step), within(0.01));
            assertThat(point.get("max").asDouble())
                    .isCloseTo(store.number("SELECT max(r.duration_us) / 1000" + step), within(0.01));
            assertThat(point.get("count").asDouble()).isEqualTo(store.number("SELECT count(*)" + step));
            double share = store.number("SELECT 100.0 * avg((l.status >= 400)::integer)" + step);
            assertThat(valueAt(
                            series(answer, "error_rate_percent"),
                            point.get("ts").asText()))
                    .isCloseTo(share, within(0.001));
        }
        assertThat(valueAt(series(answer, "requests_per_second"), "2026-11-21T09:00:00Z"))
                .isCloseTo(0.3, within(0.01));
    }

    @Test
    void percentiles_areThoseOfTheTimeline_andStreamsHaveNoLatency() {
        JsonNode timeline = server.json("/api/monitoring/api/latency?period=1h").get("points");
        JsonNode p95 = server.json(METRICS + "?type=api&name=request_latency_p95_ms&period=1h");
        for (JsonNode point : timeline) {
            if (!point.get("p95_ms").isNull()) {
                assertThat(valueAt(p95.at("/series/0"), point.get("ts").asText()))
                        .isCloseTo(point.get("p95_ms").asDouble(), within(0.001));
            }
        }
        JsonNode events =
                server.json(METRICS + "?type=api&name=request_latency_ms,requests_per_second&label=endpoint=/events");
        assertThat(events.get("series").findValuesAsText("name")).containsExactly("requests_per_second");
    }

    @Test
    void withoutAName_theAnswerListsWhatThereIs() {
        JsonNode answer = server.json(METRICS + "?type=postgres");

        assertThat(answer.get("series")).isEmpty();
        assertThat(answer.get("metrics").findValuesAsText("name")).contains("connections_active", "index_scans_total");
        assertThat(answer.get("metrics").findValuesAsText("type")).containsOnly("postgres");
        assertThat(server.json(METRICS).get("metrics").findValuesAsText("name"))
                .contains("cpu_percent", "request_latency_ms", "sessions_count");
    }

    @Test
    void parametersThatAreNotValid_areRefusedWithWhatIs() {
        assertThat(problem(METRICS + "?type=postgres&name=conections"))
                .contains("name \\\"conections\\\": expected one of connections_active");
        assertThat(problem(METRICS + "?type=disk"))
                .contains("expected one of api, redis, postgres, cache, system, business");
        assertThat(problem(METRICS + "?name=cpu_percent&interval=2m"))
                .contains("expected one of 1m, 5m, 15m, 1h, 6h, 1d");
        assertThat(problem(METRICS + "?name=cpu_percent&label=host")).contains("expected name=value");
        assertThat(
                        problem(
                                METRICS
                                        + "?type=api&name=requests_per_second&from=2026-09-01T00:00:00Z&to=2026-10-01T00:00:00Z&interval=1m"))
                .contains("expected at least 1h");
        assertThat(problem(METRICS + "?name=cpu_percent&from=2026-09-01T00:00:00Z&to=2026-11-01T00:00:00Z&interval=1m"))
                .contains("expected one with at most 60000 steps");
        assertThat(problem(EXPORT + "?table=nothing"))
                .contains("expected one of breakdown, calls, endpoints, errors, incidents, latency, logs, metrics");
        assertThat(problem(EXPORT + "?table=endpoints&host=a")).contains("\\\"host\\\" for the table endpoints");
    }

    @Test
    void export_ofEndpoints_hasTheFieldsOfTheApi_andNoFormula() {
        HttpResponse<String> answer = server.get(EXPORT + "?table=endpoints&period=1h");

        assertThat(answer.headers().firstValue("content-type")).hasValue("text/csv;charset=UTF-8");
        assertThat(answer.headers().firstValue("content-disposition"))
                .hasValue("attachment; filename=\"tidemark-endpoints.csv\"");
        List<String> lines = Arrays.asList(answer.body().split("\r\n"));
        assertThat(lines.getFirst())
                .startsWith("service,method,route,request_count,stream_count,")
                .contains(",parts_application,parts_db,parts_pool_wait,parts_redis,parts_http,");
        assertThat(lines)
                .filteredOn(line -> line.contains("1+1"))
                .singleElement()
                .asString()
                .startsWith("shop,GET,'=1+1,1,0,");
        JsonNode first = server.json("/api/monitoring/api/endpoints?period=1h").at("/endpoints/0");
        assertThat(lines.get(1))
                .startsWith(
                        "shop,GET,/orders/{id}," + first.get("request_count").asText() + ",0,");
        assertThat(server.get(EXPORT + "?table=endpoints&period=1h&format=json")
                        .body()
                        .split("\n"))
                .hasSize(lines.size() - 1)
                // Without the time lost, which belongs to the page's ranking.
                .anySatisfy(line -> assertThat(line).startsWith(first.toString().split(",\"usual_ms\"")[0]));
    }

    @Test
    void export_ofMetrics_hasEveryStoredSeries() throws SQLException {
        String[] rows = server.get(EXPORT + "?type=postgres&period=5m&interval=1m")
                .body()
                .split("\r\n");

        assertThat(rows[0]).isEqualTo("ts,type,name,service,instance,labels,value,max,count");
        assertThat(Arrays.stream(rows).skip(1).map(row -> row.split(",")[2]).distinct())
                .hasSize((int)
                        store.number("SELECT count(DISTINCT metric_name) FROM metrics WHERE metric_type = 'postgres'"
                                + " AND timestamp > '2026-11-21T09:35:00Z'"));
        assertThat(rows)
                .anySatisfy(
                        row -> assertThat(row)
                                .isEqualTo(
                                        "2026-11-21T09:37:00Z,postgres,statement_mean_ms,tidemark-collector,db:5432/shop,\"{\"\"queryid\"\":\"\"-77\"\"}\",12.0,12.0,1"));
        assertThat(server.get(EXPORT + "?name=sessions_count&label=state=idle&format=json")
                        .body())
                .contains("\"labels\":{\"state\":\"idle\"},\"value\":1.0")
                .doesNotContain("active");
    }

    @Test
    void export_everyTable_canBeRead() {
        for (JsonNode table : server.json(EXPORT + "/tables").get("tables")) {
            String name = table.get("table").asText();
            HttpResponse<String> answer = server.get(EXPORT + "?period=1h&table=" + name);
            assertThat(answer.statusCode()).as(name + ": " + answer.body()).isEqualTo(200);
            assertThat(answer.body()).as(name).contains("\r\n");
        }
        assertThat(server.get(EXPORT + "?table=system&host=a").body())
                .contains("a,,,2026-11-21T09:40:31Z,false,,,cpu_percent,12.5");
    }

    /** The last one, because it moves the clock and deletes windows. */
    @Test
    @Order(Integer.MAX_VALUE)
    void rollups_areHistogramsAndGauges_thatNeverFall() throws Exception {
        Map<String, Double> before = scrape();
        String orders = "{http_request_method=\"GET\",http_route=\"/orders/{id}\",service_name=\"shop\"";
        String bucket = "http_server_request_duration_seconds_bucket" + orders + ",le=\"0.025\"}";
        String count = "http_server_request_duration_seconds_count" + orders + "}";
        String raw =
                "SELECT count(*) FROM request r JOIN label_set l ON l.id = r.label_set_id JOIN endpoint e ON e.id = l.endpoint_id"
                        + " WHERE e.route = '/orders/{id}'";
        assertThat(before.get(count)).isEqualTo(store.number(raw));
        assertThat(before.get(bucket))
                .isBetween(
                        store.number(raw + " AND r.duration_us <= 24500"),
                        store.number(raw + " AND r.duration_us <= 25500"));
        assertThat(before)
                .containsEntry("tidemark_system_cpu_percent{host=\"a\"}", 12.5)
                .containsEntry("tidemark_system_memory_used_bytes{host=\"a\"}", 2.0 * (1 << 20))
                .containsEntry(
                        "tidemark_system_jvm_gc_pauses_total{host=\"a\",service_instance_id=\"shop-1\",service_name=\"shop\"}",
                        6.0)
                .containsEntry("tidemark_postgres_connections_active{server=\"db:5432/shop\"}", 7.0)
                .doesNotContainKeys(
                        "tidemark_system_cpu_percent{host=\"gone\"}",
                        "tidemark_postgres_statement_mean_seconds{queryid=\"-77\",server=\"db:5432/shop\"}");

        clock.set(Instant.parse("2026-11-21T10:00:40Z"));
        store.requests(List.of(Requests.request(
                Instant.parse("2026-11-21T10:00:20Z"), "shop", "GET", "/orders/{id}", 200, 9_000_000)));
        Map<String, Double> after = scrape();
        assertThat(after.get(count)).isEqualTo(requireNonNull(before.get(count)) + 1);
        assertThat(after.get(bucket)).isEqualTo(before.get(bucket));
        // A wider window that is not stored yet, or was dropped.
        store.execute("DELETE FROM rollup_1m");
        store.execute("DELETE FROM rollup_10s");
        store.execute("DELETE FROM rollup_1h");
        clock.set(Instant.parse("2026-11-21T10:05:00Z"));
        Map<String, Double> later = scrape();
        assertThat(later.get(count)).isEqualTo(after.get(count));
        clock.set(NOW.plus(Duration.ofDays(2)));
        assertThat(scrape()).doesNotContainKey(count);
    }

    /** Values by series, each of which must be there once. */
    private Map<String, Double> scrape() {
        HttpResponse<String> answer = server.get("/prometheus/rollups");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Map<String, Double> values = new HashMap<>();
        for (String line : answer.body().split("\n")) {
            if (line.startsWith("#") || line.isEmpty()) {
                continue;
            }
            assertThat(line).matches("[a-z_0-9]+(\\{([a-z_0-9]+=\"([^\"\\\\]|\\\\.)*\",?)+})? -?[0-9.E+-]+");
            int space = line.lastIndexOf(' ');
            assertThat(values.put(line.substring(0, space), Double.valueOf(line.substring(space + 1))))
                    .as(line)
                    .isNull();
        }
        return values;
    }

    private String problem(String path) {
        HttpResponse<String> answer = server.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        return answer.body();
    }

    private static JsonNode series(JsonNode answer, String name) {
        for (JsonNode one : answer.get("series")) {
            if (one.get("name").asText().equals(name)) {
                return one;
            }
        }
        throw new AssertionError("no series " + name + " in " + answer);
    }

    private static double valueAt(JsonNode series, String ts) {
        for (JsonNode point : series.get("points")) {
            if (point.get("ts").asText().equals(ts)) {
                return point.get("value").asDouble();
            }
        }
        throw new AssertionError("no point at " + ts + " in " + series);
    }

    /** As {@code time value max count}. */
    private static List<String> points(JsonNode answer, int series) {
        List<String> points = new ArrayList<>();
        answer.get("series")
                .get(series)
                .get("points")
                .forEach(point -> points.add(point.get("ts").asText() + " "
                        + point.get("value").asDouble() + " "
                        + point.get("max").asDouble() + " "
                        + point.get("count").asLong()));
        return points;
    }
}
