package dev.tidemark.query.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page of endpoints asks for, compared with the raw rows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndpointAnswersIT {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34.500Z");
    private static final String PATH = "/api/monitoring/api/";

    private final Store store = Store.create();
    private final QueryServer server = QueryServer.settings()
            .postgres(store.jdbcUrl())
            .clock(new TestClock(NOW))
            .start();

    @BeforeAll
    void store() throws SQLException {
        EndpointTraffic.store(store, NOW);
    }

    @AfterAll
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"15m,", "1h,", "1h, /orders", "24h, /products", "7d,"})
    void heatmap_hasTheCountsOfTheRows_inEachCell(String period, @Nullable String route) throws SQLException {
        JsonNode map = server.json(PATH + "heatmap?period=" + period + (route == null ? "" : "&route=" + route));

        JsonNode octaves = map.get("octaves");
        long width = map.get("bucket_seconds").asLong();
        long all = 0;
        for (JsonNode column : map.get("columns")) {
            Instant from = Instant.parse(column.get("ts").asText());
            assertThat(column.get("counts")).hasSameSizeAs(octaves);
            long sum = 0;
            for (JsonNode count : column.get("counts")) {
                sum += count.asLong();
            }
            assertThat(sum).isEqualTo(column.get("requests").asLong());
            if (sum > 0 && all % 7 == 0) {
                for (int i = 0; i < octaves.size(); i++) {
                    assertThat(column.get("counts").get(i).asDouble())
                            .isEqualTo(count(from, from.plusSeconds(width), octaves.get(i), octaves.get(i), route));
                }
            }
            all += sum;
        }
        assertThat(all).isEqualTo(map.get("requests").asLong()).isPositive();
        for (JsonNode octave : octaves) {
            assertThat(octave.get("requests").asDouble())
                    .isEqualTo(count(instant(map, "from"), instant(map, "to"), octave, octave, route));
        }
        assertThat(map.get("unknown").toString()).contains("errors_by_octave");
    }

    private double count(Instant from, Instant to, JsonNode low, JsonNode high, @Nullable String route)
            throws SQLException {
        return store.number("SELECT count(*) FROM request r JOIN label_set l ON l.id = r.label_set_id"
                + " JOIN endpoint e ON e.id = l.endpoint_id WHERE stream IS NULL AND ts >= '" + from + "' AND ts < '"
                + to
                + "' AND duration_us >= " + 1000 * low.get("from_ms").asDouble() + " AND duration_us < "
                + 1000 * high.get("to_ms").asDouble() + (route == null ? "" : " AND route = '" + route + "'"));
    }

    private static Instant instant(JsonNode of, String field) {
        return Instant.parse(of.get(field).asText());
    }

    @Test
    void heatmap_ofAnEndpoint_knowsItsStreams_andNamesIt() {
        JsonNode map = server.json(PATH + "heatmap?period=15m&service=shop&method=GET&route=/orders");

        assertThat(map.get("streams").asInt()).isOne();
        assertThat(map.get("route").asText()).isEqualTo("/orders");
        assertThat(server.json(PATH + "heatmap?period=15m&method=POST").get("octaves"))
                .isEmpty();
    }

    /** A cell of the heatmap, and the parts of exactly its requests. */
    @Test
    void breakdown_ofARectangle_hasThePartsOfItsRequests() throws SQLException {
        JsonNode map = server.json(PATH + "heatmap?period=1h&route=/orders");
        JsonNode low = map.get("octaves").get(4);
        JsonNode high = map.get("octaves").get(5);
        String from = map.get("columns").get(20).get("ts").asText();
        String to = map.get("columns").get(50).get("ts").asText();
        JsonNode answer = server.json(PATH + "breakdown?route=/orders&from=" + from + "&to=" + to + "&min_ms="
                + low.get("from_ms").asText() + "&max_ms=" + high.get("to_ms").asText());

        String rows = " FROM request WHERE application_us IS NOT NULL AND ts >= '" + from + "' AND ts < '" + to
                + "' AND duration_us >= " + 1000 * low.get("from_ms").asDouble() + " AND duration_us < "
                + 1000 * high.get("to_ms").asDouble();
        double count = store.number("SELECT count(*)" + rows);
        assertThat(answer.at("/selection/requests").asDouble()).isEqualTo(count).isPositive();
        assertThat(answer.at("/selection/from_ms")).isEqualTo(low.get("from_ms"));
        assertThat(answer.at("/selection/to_ms")).isEqualTo(high.get("to_ms"));
        for (String part : List.of("db", "pool_wait", "application")) {
            double exact = store.number("SELECT sum(coalesce(" + part + "_us, 0)) / 1000.0" + rows);
            assertThat(answer.at("/parts/" + part + "/total_ms").asDouble()).isCloseTo(exact, within(0.01));
        }
        assertThat(answer.get("octaves")).hasSize(2);
        long inSteps = 0;
        for (JsonNode point : answer.at("/timeline/points")) {
            inSteps += point.get("measured_requests").asLong();
        }
        assertThat((double) inSteps).isEqualTo(count);
        assertThat(answer.at("/calls/total").asInt()).isZero();
        assertThat(answer.get("unknown").toString()).contains("calls are not stored by the duration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"min_ms=x", "min_ms=-1", "min_ms=8&max_ms=8", "max_ms=NaN"})
    void breakdown_ofDurationsThatAreNone_isRefused(String durations) {
        assertThat(server.get(PATH + "breakdown?" + durations).statusCode()).isEqualTo(400);
    }

    @Test
    void errors_areCountedByType_withTheLastMessageAndStackTrace() throws SQLException {
        JsonNode answer = server.json(PATH + "errors?period=1h");

        String since = " FROM request r JOIN label_set l ON l.id = r.label_set_id WHERE ts >= '"
                + answer.get("from").asText() + "' AND status >= 400 AND error_type ";
        JsonNode late = error(answer, EndpointTraffic.LATE);
        assertThat(late.get("count").asDouble())
                .isEqualTo(store.number("SELECT count(*)" + since + "= '" + EndpointTraffic.LATE + "'"));
        assertThat(instant(late, "first_seen")).isBetween(NOW.minusSeconds(2410), NOW.minusSeconds(2400));
        assertThat(instant(late, "last_seen")).isEqualTo(NOW.minusSeconds(2110));
        assertThat(late.get("last_message").isNull()).isTrue();
        JsonNode broken = error(answer, EndpointTraffic.BROKEN);
        assertThat(broken.get("count").asInt()).isEqualTo(2);
        assertThat(broken.get("last_trace_id").asText()).isEqualTo(EndpointTraffic.TRACE);
        assertThat(broken.get("last_status").asInt()).isEqualTo(503);
        assertThat(broken.get("last_message").asText()).isEqualTo("cannot <b>place</b> the order");
        assertThat(broken.get("stack_trace").asText()).contains("Orders.java:7");
        JsonNode untyped = error(answer, null);
        assertThat(untyped.get("route").asText()).isEqualTo("/products");
        assertThat(untyped.get("count").asDouble()).isEqualTo(store.number("SELECT count(*)" + since + "IS NULL"));
        assertThat(answer.get("count").asDouble())
                .isEqualTo(store.number("SELECT count(*)" + since.replace("AND error_type ", "")));
        assertThat(server.json(PATH + "errors?period=1h&limit=1").get("total").asInt())
                .isEqualTo(3);
    }

    /** Hours and minutes are looked up in narrower windows. */
    @Test
    void errors_ofADay_areSeenAsExactly() {
        JsonNode late = error(server.json(PATH + "errors?period=24h"), EndpointTraffic.LATE);

        assertThat(instant(late, "first_seen")).isBetween(NOW.minusSeconds(2410), NOW.minusSeconds(2400));
        assertThat(instant(late, "last_seen")).isEqualTo(NOW.minusSeconds(2110));
    }

    private static JsonNode error(JsonNode answer, @Nullable String type) {
        for (JsonNode error : answer.get("errors")) {
            if (type == null
                    ? error.get("error_type").isNull()
                    : error.get("error_type").asText().equals(type)) {
                return error;
            }
        }
        throw new AssertionError("no error " + type + " in " + answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"15m", "1h", "24h", "7d"})
    void traces_slowest_areThoseOfAllRows(String period) throws SQLException {
        JsonNode answer = server.json(PATH + "traces?limit=25&period=" + period);

        assertThat(durations(answer)).hasSize(25);
        for (int i = 0; i < 25; i++) {
            assertThat(durations(answer).get(i))
                    .isEqualTo(store.number(
                            "SELECT round(duration_us::numeric / 1000, 3) FROM request WHERE stream IS NULL AND ts >= '"
                                    + answer.get("from").asText() + "' ORDER BY duration_us DESC OFFSET " + i
                                    + " LIMIT 1"));
        }
        assertThat(answer.at("/traces/0/trace_id").asText()).isEqualTo(EndpointTraffic.TRACE);
        assertThat(answer.at("/traces/0/parts").isNull()).isTrue();
        assertThat(answer.at("/traces/5/parts/db_ms").asDouble())
                .isCloseTo(durations(answer).get(5) / 2, within(0.01));
    }

    @Test
    void traces_failingAndNewest_areTheLast() throws SQLException {
        JsonNode failing = server.json(PATH + "traces?kind=failing&limit=40&period=1h&route=/orders");
        JsonNode newest = server.json(PATH + "traces?kind=newest&limit=3&period=24h");

        assertThat(failing.get("traces")).hasSize(32);
        assertThat(failing.at("/traces/0/error_type").asText()).isEqualTo(EndpointTraffic.BROKEN);
        assertThat(instant(failing.at("/traces/31"), "ts")).isEqualTo(NOW.minusSeconds(2400));
        assertThat(failing.get("complete").asBoolean()).isTrue();
        assertThat(instant(newest.at("/traces/0"), "ts").toEpochMilli() / 1000.0)
                .isCloseTo(store.number("SELECT extract(epoch FROM max(ts)) FROM request"), within(0.01));
        assertThat(server.get(PATH + "traces?kind=fast").statusCode()).isEqualTo(400);
    }

    private static List<Double> durations(JsonNode answer) {
        List<Double> durations = new ArrayList<>();
        answer.get("traces")
                .forEach(trace -> durations.add(trace.get("duration_ms").asDouble()));
        return durations;
    }

    @ParameterizedTest
    @ValueSource(strings = {"latency", "endpoints", "breakdown", "heatmap", "errors", "traces"})
    void comparison_ofEachPath_isTheAnswerForTheDayBefore(String path) {
        JsonNode answer = server.json(PATH + path + "?from=2026-11-21T08:10:00Z&to=2026-11-21T09:00:00Z&compare=day");
        JsonNode earlier = answer.get("comparison");

        assertThat(Duration.between(instant(earlier, "from"), instant(answer, "from")))
                .isEqualTo(Duration.ofDays(1));
        assertThat(earlier.get("comparison").isNull()).isTrue();
        JsonNode alone = server.json(PATH + path + "?from="
                + earlier.get("from").asText() + "&to=" + earlier.get("to").asText());
        // Time lost is that of the span itself, compared with the earlier one.
        for (JsonNode each : List.of(earlier, alone)) {
            each.findParents("lost_ms")
                    .forEach(endpoint -> ((ObjectNode) endpoint).remove(List.of("usual_ms", "lost_ms", "trend_ms")));
        }
        assertThat(earlier).isEqualTo(alone);
        assertThat(server.json(PATH + path + "?period=1h").get("comparison").isNull())
                .isTrue();
        assertThat(server.get(PATH + path + "?compare=year").statusCode()).isEqualTo(400);
    }
}
