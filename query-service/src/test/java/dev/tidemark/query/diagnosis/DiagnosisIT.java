package dev.tidemark.query.diagnosis;

import static dev.tidemark.query.fixture.Calls.calls;
import static dev.tidemark.query.fixture.Calls.measured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.query.explain.PlanDocuments;
import dev.tidemark.query.explain.PlanNode;
import dev.tidemark.query.explain.StoredPlan;
import dev.tidemark.query.fixture.Calls;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Requests;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import dev.tidemark.query.statement.StatementName;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Faults in stored windows, asked for by the API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiagnosisIT {
    private static final String PATH = "/api/monitoring/diagnosis";
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34Z");
    private static final Instant ONSET = Instant.parse("2026-11-21T09:37:00Z");
    private static final Instant START = ONSET.minus(Duration.ofMinutes(75));
    private static final Duration EACH = Duration.ofSeconds(2);

    private static final String PRICED = "/priced";
    /** Every third request waits for a connection until its time is up. */
    private static final String EXHAUSTED = "/exhausted";

    private static final String SELECT = "SELECT * FROM product WHERE id = ?";
    /** Statements of routes that do not use the one above. */
    private static final Map<String, String> STATEMENTS = Map.of(
            "/plan", "SELECT count(*) FROM view WHERE product = ?", "/reads", "SELECT name FROM customer WHERE id = ?");

    private final Store store = Store.create();
    private final QueryServer server = QueryServer.settings()
            .postgres(store.jdbcUrl())
            .clock(new TestClock(NOW))
            .start();

    /** The milliseconds of a request in each part, and how many statements it makes. */
    private record Cost(double own, double db, int statements, double pool, double http) {
        double total() {
            return own + db + pool + http;
        }
    }

    private static final Cost USUAL = new Cost(4, 6, 2, 0.1, 0);

    @BeforeAll
    void store() throws SQLException {
        List<RequestEvent> requests = new ArrayList<>();
        List<CallSummary> calls = new ArrayList<>();
        endpoint(requests, calls, "/quiet", USUAL, USUAL);
        endpoint(requests, calls, "/statement", USUAL, new Cost(4, 206, 2, 0.1, 0));
        endpoint(requests, calls, "/plan", USUAL, new Cost(4, 206, 2, 0.1, 0));
        endpoint(requests, calls, "/reads", USUAL, new Cost(4, 206, 2, 0.1, 0));
        endpoint(requests, calls, "/many", USUAL, new Cost(4, 180, 60, 0.1, 0));
        endpoint(requests, calls, "/waits", USUAL, new Cost(4, 6, 2, 250, 0));
        endpoint(requests, calls, EXHAUSTED, USUAL, new Cost(4, 6, 2, 250, 0));
        endpoint(requests, calls, "/collects", USUAL, new Cost(154, 6, 2, 0.1, 0));
        endpoint(requests, calls, "/calls", new Cost(4, 0, 0, 0, 5), new Cost(4, 0, 0, 0, 305));
        requests(requests, "inventory", "/stock/{id}", new Cost(4, 0, 0, 0, 0), new Cost(300, 0, 0, 0, 0));
        // Nobody feels what this adds to requests that take 95 ms.
        endpoint(requests, calls, PRICED, new Cost(90, 0, 0, 0, 5), new Cost(90, 0, 0, 0, 17));
        requests(requests, "pricing", "/price/{id}", new Cost(4, 0, 0, 0, 0), new Cost(16, 0, 0, 0, 0));
        failing(requests);
        store.requests(requests);
        Calls.store(store, calls);
        statements();
        for (Instant at = START; at.isBefore(NOW); at = at.plusSeconds(30)) {
            boolean isBad = !at.isBefore(ONSET);
            sample(at, "jvm_gc_percent", isBad ? 40 : 0.5);
            sample(at, "jvm_uptime_seconds", Duration.between(START, at).toSeconds() + 90_000);
        }
    }

    /** What the collector publishes about two statements: of the first one, the plan changes; of the second one, only the blocks. */
    private void statements() throws SQLException {
        PlanNode index = node("Index Only Scan", "view_product");
        PlanNode table = node("Seq Scan", null);
        looks("/plan", "71", "a", index, List.of(), 600);
        looks("/plan", "71", "b", table, List.of("public.view_product"), -20);
        blocks("/plan", "71", 4, 1771);
        looks("/reads", "72", "a", index, List.of(), 600);
        looks("/reads", "72", "a", index, List.of(), -20);
        blocks("/reads", "72", 4, 1771);
    }

    private static PlanNode node(String type, @Nullable String index) {
        return new PlanNode(type, null, null, null, "public", "view", null, index, null, null, 9, 1, 0, List.of());
    }

    private void looks(String route, String queryid, String plan, PlanNode root, List<String> gone, int secondsBefore)
            throws SQLException {
        Instant at = ONSET.minusSeconds(secondsBefore);
        Map<String, String> labels = Map.of(
                "queryid",
                queryid,
                "plan",
                plan,
                "statement",
                StatementName.ofOperation(STATEMENTS.getOrDefault(route, SELECT)));
        collected(at, labels, "plan_cost", 9);
        List<String> parts = server.bean(PlanDocuments.class).write(new StoredPlan(root, List.of(), gone));
        for (int i = 0; i < parts.size(); i++) {
            Map<String, String> part = new HashMap<>(labels);
            part.put("document", Long.toString(at.toEpochMilli()));
            part.put("part", Integer.toString(i + 1));
            part.put("text", parts.get(i).replace("\\", "\\\\").replace("\"", "\\\""));
            collected(at, part, "plan_parts", parts.size());
        }
    }

    private void blocks(String route, String queryid, double before, double after) throws SQLException {
        String name = StatementName.ofOperation(STATEMENTS.getOrDefault(route, SELECT));
        Map<String, String> queryids = Map.of("queryid", queryid);
        for (Instant at = ONSET.minusSeconds(595); at.isBefore(NOW); at = at.plusSeconds(30)) {
            double value = at.isBefore(ONSET) ? before : after;
            collected(at, Map.of("queryid", queryid, "statement", name), "statement_blocks_per_call", value);
            collected(at, queryids, "statement_calls_per_second", 2);
            collected(at, queryids, "statement_rows_per_second", 2);
        }
    }

    private void collected(Instant at, Map<String, String> labels, String name, double value) throws SQLException {
        store.sample(at, "postgres", "tidemark-collector", "db:5432/shop", labels, name, value);
    }

    @AfterAll
    void close() {
        server.close();
    }

    private void sample(Instant at, String name, double value) throws SQLException {
        store.sample(at, "shop", "shop-1", Map.of("host", "h1"), name, value);
    }

    private static void endpoint(
            List<RequestEvent> requests, List<CallSummary> calls, String route, Cost before, Cost after) {
        requests(requests, "shop", route, before, after);
        for (Instant at = START; at.isBefore(ONSET); at = at.plusSeconds(300)) {
            addCalls(calls, at, route, before, 150);
        }
        for (Instant at = ONSET; at.isBefore(NOW.minusSeconds(30)); at = at.plusSeconds(10)) {
            addCalls(calls, at, route, after, 5);
        }
    }

    private static void addCalls(List<CallSummary> calls, Instant at, String route, Cost cost, int requests) {
        if (cost.statements > 0) {
            long micros = Math.round(cost.db * 1000 / cost.statements);
            calls.add(calls(
                    at,
                    route,
                    CallKind.DB,
                    "shop",
                    STATEMENTS.getOrDefault(route, SELECT),
                    requests * cost.statements,
                    micros));
        }
        if (cost.pool > 0) {
            long micros = Math.round(cost.pool * 1000);
            calls.add(calls(at, route, CallKind.POOL, "main", "getConnection", requests, micros));
        }
        if (cost.http > 0) {
            long micros = Math.round(cost.http * 1000);
            boolean isPriced = route.equals(PRICED);
            calls.add(calls(
                    at,
                    route,
                    CallKind.HTTP,
                    isPriced ? "pricing:8083" : "inventory:8082",
                    isPriced ? "GET /price/{sku}" : "GET /stock/{sku}",
                    requests,
                    micros));
        }
    }

    /** One request every two seconds. */
    private static void requests(List<RequestEvent> requests, String service, String route, Cost before, Cost after) {
        Random random = new Random(route.hashCode());
        for (Instant at = START; at.isBefore(NOW); at = at.plus(EACH)) {
            Cost cost = at.isBefore(ONSET) ? before : after;
            double factor = 0.8 + 0.4 * random.nextDouble();
            boolean isFailing = route.equals(EXHAUSTED) && !at.isBefore(ONSET) && random.nextInt(3) == 0;
            requests.add(measured(
                    Requests.request(at, service, "GET", route, isFailing ? 500 : 200, micros(cost.total() * factor)),
                    new RequestParts(
                            micros(cost.db * factor),
                            cost.statements,
                            micros(cost.pool * factor),
                            0,
                            0,
                            micros(cost.http * factor),
                            cost.http > 0 ? 1 : 0)));
        }
    }

    /** Nine requests of nine, every 20 s. */
    private static void failing(List<RequestEvent> requests) {
        for (Instant at = START; at.isBefore(NOW); at = at.plusSeconds(20)) {
            int status = at.isBefore(ONSET) ? 200 : 500;
            requests.add(measured(Requests.request(at, "shop", "GET", "/fails", status, 3_000), RequestParts.NONE));
        }
    }

    private static long micros(double millis) {
        return Math.round(millis * 1000);
    }

    private JsonNode diagnosis(String route) {
        JsonNode answer = server.json(PATH + "?period=15m&route=" + route);
        assertThat(answer.get("diagnoses")).as(answer.toString()).hasSize(1);
        JsonNode diagnosis = answer.at("/diagnoses/0");
        assertThat(Instant.parse(diagnosis.get("since").asText())).isCloseTo(ONSET, within(10, ChronoUnit.SECONDS));
        assertThat(diagnosis.get("until").isNull()).isTrue();
        return diagnosis;
    }

    private static void addsUp(JsonNode diagnosis) {
        double shares = 0;
        double parts = 0;
        for (JsonNode part : diagnosis.at("/shift/parts")) {
            shares += part.get("share_percent").asDouble();
            parts += part.get("delta_ms").asDouble();
            double operations = 0;
            for (JsonNode operation : part.get("operations")) {
                operations += operation.get("delta_ms").asDouble();
                assertThat(operation.get("more_calls_ms").asDouble()
                                + operation.get("slower_calls_ms").asDouble())
                        .isCloseTo(operation.get("delta_ms").asDouble(), within(0.01));
            }
            if (!part.get("part").asText().equals("application")) {
                assertThat(operations).isCloseTo(part.get("delta_ms").asDouble(), within(0.05));
            }
        }
        assertThat(shares).isCloseTo(100, within(1.0));
        assertThat(parts).isCloseTo(diagnosis.at("/shift/delta_ms").asDouble(), within(0.05));
    }

    @Test
    void slowStatement_isNamed_withTheFiguresThatAreStored() throws SQLException {
        JsonNode diagnosis = diagnosis("/statement");
        assertThat(diagnosis.get("kind").asText()).isEqualTo("slow");
        assertThat(diagnosis.at("/causes/0/kind").asText()).isEqualTo("slow_statement");
        assertThat(diagnosis.at("/causes/0/culprit").asText()).isEqualTo(SELECT);
        assertThat(diagnosis.at("/causes/0/share_percent").asDouble()).isGreaterThan(95);
        assertThat(diagnosis.get("text").asText())
                .startsWith("shop GET /statement p95 ")
                // The onset is found to within a window.
                .containsPattern("since 09:3(6:50|7:00|7:10) UTC")
                .contains("the statement “" + SELECT + "” on shop takes 103 ms instead of 3.0 ms");
        addsUp(diagnosis);
        double mean = store.number(
                "SELECT sum(sum_us) / sum(count) / 1000 FROM rollup_10s JOIN endpoint e ON e.id = endpoint_id"
                        + " WHERE route = '/statement' AND window_start >= '"
                        + diagnosis.get("since").asText() + "' AND window_start < '"
                        + NOW.minusSeconds(14) + "'");
        assertThat(diagnosis.at("/after/mean_ms").asDouble()).isCloseTo(mean, within(0.01 * mean));
        assertThat(diagnosis.at("/before/mean_ms").asDouble()).isCloseTo(10.1, within(0.3));
    }

    @Test
    void changedPlan_isNamed_withBothPlansAndTheLostIndex() {
        JsonNode diagnosis = diagnosis("/plan");
        assertThat(diagnosis.at("/causes")).hasSize(1);
        assertThat(diagnosis.at("/causes/0/kind").asText()).isEqualTo("changed_plan");
        assertThat(diagnosis.at("/causes/0/culprit").asText()).isEqualTo(STATEMENTS.get("/plan"));
        assertThat(diagnosis.get("text").asText())
                .contains(
                        "because it has another plan: Index Only Scan using view_product \u2192 Seq Scan on view; the index"
                                + " public.view_product does not exist any more; reads 443 times as many blocks per call")
                .contains("Next: create the index again");
        addsUp(diagnosis);
    }

    @Test
    void moreBlocksWithTheSamePlan_areNamedAsThat() {
        JsonNode diagnosis = diagnosis("/reads");
        assertThat(diagnosis.at("/causes")).hasSize(1);
        assertThat(diagnosis.at("/causes/0/kind").asText()).isEqualTo("more_data");
        assertThat(diagnosis.at("/causes/0/text").asText())
                .contains("reads 443 times as many blocks per call (1771 instead of 4.0) for as many rows");
    }

    @Test
    void moreCalls_areNamed() {
        JsonNode diagnosis = diagnosis("/many");
        assertThat(diagnosis.at("/causes/0/kind").asText()).isEqualTo("more_calls");
        assertThat(diagnosis.at("/causes/0/text").asText()).contains("N+1");
        assertThat(diagnosis.at("/causes/0/share_percent").asDouble()).isGreaterThan(90);
        addsUp(diagnosis);
    }

    @Test
    void poolWait_isNamed() {
        JsonNode diagnosis = diagnosis("/waits");
        assertThat(diagnosis.at("/causes/0/kind").asText()).isEqualTo("pool_exhausted");
        assertThat(diagnosis.at("/causes/0/culprit").asText()).isEqualTo("pool main");
        addsUp(diagnosis);
    }

    @Test
    void garbageCollection_isNamed_fromSamples() {
        JsonNode diagnosis = diagnosis("/collects");
        assertThat(diagnosis.at("/causes/0/kind").asText()).isEqualTo("gc_pressure");
        assertThat(diagnosis.at("/causes/0/culprit").asText()).isEqualTo("the JVM shop-1");
        addsUp(diagnosis);
    }

    @Test
    void slowDownstream_isFollowedToTheEndpoint() {
        JsonNode diagnosis = diagnosis("/calls");
        assertThat(diagnosis.at("/causes/0/kind").asText()).isEqualTo("slow_downstream");
        assertThat(diagnosis.at("/causes/0/culprit").asText()).isEqualTo("inventory GET /stock/{id}");
        addsUp(diagnosis);
    }

    @Test
    void routeThatIsAskedFor_isAlsoJudgedByWhatItCalls() {
        JsonNode diagnosis = diagnosis(PRICED);
        assertThat(diagnosis.get("kind").asText()).isEqualTo("slow");
        assertThat(diagnosis.at("/causes/0/kind").asText()).isEqualTo("slow_downstream");
        assertThat(diagnosis.at("/causes/0/culprit").asText()).isEqualTo("pricing GET /price/{id}");
        assertThat(diagnosis.at("/causes/0/share_percent").asDouble()).isGreaterThan(70);
        addsUp(diagnosis);
    }

    @Test
    void routeThatFails_isNamed() {
        JsonNode diagnosis = diagnosis("/fails");
        assertThat(diagnosis.get("kind").asText()).isEqualTo("failing");
        assertThat(diagnosis.at("/after/server_error_percent").asDouble()).isEqualTo(100);
        assertThat(diagnosis.get("text").asText()).startsWith("shop GET /fails answers 100 % of its requests with 5xx");
    }

    @Test
    void routeThatFailsBecauseItWaits_isExplainedByWhatItWaitsFor() {
        JsonNode answer = server.json(PATH + "?period=15m&route=" + EXHAUSTED);
        assertThat(answer.get("diagnoses"))
                .extracting(each -> each.get("kind").asText())
                .containsExactly("failing", "slow");
        assertThat(answer.at("/diagnoses/0/causes/0/kind").asText()).isEqualTo("pool_exhausted");
        assertThat(answer.at("/diagnoses/0/text").asText())
                .contains(" of its requests with 5xx ")
                .contains("for a connection of the pool main");
    }

    @Test
    void allEndpoints_atOnce_haveTheirOwnCause_andTheQuietOneHasNone() {
        JsonNode answer = server.json(PATH + "?period=15m");
        assertThat(answer.get("complete").asBoolean()).isTrue();
        assertThat(answer.get("endpoints").asInt()).isEqualTo(13);
        List<String> routes = new ArrayList<>();
        for (JsonNode diagnosis : answer.get("diagnoses")) {
            routes.add(diagnosis.get("route").asText());
            diagnosis.get("also_affected").forEach(other -> routes.add(other.asText()));
        }
        assertThat(routes)
                .contains("/fails", "/statement", "/plan", "/many", "/waits", "/collects")
                .noneMatch(route -> route.contains("/quiet"))
                .noneMatch(route -> route.contains(PRICED) || route.contains("/price/"));
        assertThat(answer.get("text").asText()).startsWith("shop GET " + EXHAUSTED);
    }

    @Test
    void spanBeforeTheFault_isQuiet() {
        JsonNode answer = server.json(PATH + "?from=2026-11-21T09:10:00Z&to=2026-11-21T09:36:00Z");
        assertThat(answer.get("diagnoses")).isEmpty();
        assertThat(answer.get("text").asText()).isEqualTo("Nothing is unusual");
        JsonNode quiet = server.json(PATH + "?period=15m&route=/quiet");
        assertThat(quiet.get("diagnoses")).isEmpty();
        assertThat(server.json(PATH + "?period=15m&route=/nowhere").get("text").asText())
                .isEqualTo("There were no requests to judge");
    }

    @Test
    void windowsThatAreBehind_areNoSilence() throws SQLException {
        Instant day = NOW.minus(Duration.ofDays(20));
        Instant counted = Instant.parse("2026-11-01T09:38:00Z");
        store.requests(List.of(Requests.request(counted, "late", "GET", "/late", 200, 9_000)));
        store.sample(day, "late", "late-1", Map.of("host", "h2"), "jvm_uptime_seconds", 900);
        DiagnosisQueries queries = server.bean(DiagnosisQueries.class);
        assertThat(queries.newest(day)).as("no request since").isEqualTo(day);
        store.requests(List.of(Requests.request(day.minusSeconds(20), "later", "GET", "/late", 200, 9_000)));
        store.execute(
                "DELETE FROM rollup_10s WHERE window_start BETWEEN ? AND ?", time(counted.plusSeconds(10)), time(day));
        assertThat(queries.newest(day)).as("a request that no window counts").isEqualTo(counted);
        assertThat(queries.newest(day.plus(Duration.ofDays(1)))).isNull();
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    @Test
    void spanThatIsTooLong_isRefused() {
        assertThat(server.get(PATH + "?period=7d").statusCode()).isEqualTo(400);
        assertThat(server.get(PATH + "?period=2h").statusCode()).isEqualTo(400);
    }
}
