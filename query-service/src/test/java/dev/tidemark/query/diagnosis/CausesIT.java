package dev.tidemark.query.diagnosis;

import static dev.tidemark.query.fixture.Calls.calls;
import static dev.tidemark.query.fixture.Calls.measured;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.query.fixture.Calls;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Requests;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Causes that samples tell, each at a time of its own, with three routes: one is slow because of it; one is slow while it is there, but in another part;
 * and one because of it and of something else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CausesIT {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:30Z");
    private static final Duration APART = Duration.ofMinutes(95);
    private static final Duration BEFORE = Duration.ofMinutes(40);
    private static final Duration AFTER = Duration.ofMinutes(3);
    private static final Duration EACH = Duration.ofSeconds(5);
    private static final String SELECT = "SELECT * FROM product WHERE id = ?";

    private final Store store = Store.create();
    private final QueryServer server = QueryServer.settings()
            .postgres(store.jdbcUrl())
            .clock(new TestClock(NOW))
            .start();

    /** The milliseconds of a request in each part. */
    private record Cost(double own, double db, double pool, double redis, double http) {
        Cost plus(Cost more) {
            return new Cost(own + more.own, db + more.db, pool + more.pool, redis + more.redis, http + more.http);
        }

        double total() {
            return own + db + pool + redis + http;
        }
    }

    private static final Cost USUAL = new Cost(5, 6, 0.1, 1, 5);
    private static final Cost OWN = new Cost(200, 0, 0, 0, 0);
    private static final Cost DB = new Cost(0, 200, 0, 0, 0);
    private static final Cost POOL = new Cost(0, 0, 200, 0, 0);
    private static final Cost REDIS = new Cost(0, 0, 0, 200, 0);
    private static final Cost HTTP = new Cost(0, 0, 0, 0, 200);
    private static final Cost ALL = new Cost(100, 60, 0, 30, 30);

    /** A series of samples before and after the onset. */
    private record Series(String type, String name, Map<String, String> labels, double before, double after) {}

    /**
     * One kind of cause.
     *
     * @param culprit a part of the culprit's name
     * @param slow what is slower because of it
     * @param other what is slower for another reason
     * @param otherKind the other reason
     */
    private record Scenario(String kind, String culprit, Cost slow, Cost other, String otherKind, List<Series> series) {
        @Override
        public String toString() {
            return kind;
        }
    }

    private static Series postgres(String name, Map<String, String> labels, double before, double after) {
        return new Series("postgres", name, labels, before, after);
    }

    private static Series host(String name, double before, double after) {
        return new Series("system", name, Map.of("host", "h1", "device", "sda", "mount", "/data"), before, after);
    }

    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario(
                    "lock_chain",
                    "pid 812",
                    DB,
                    HTTP,
                    "slow_downstream",
                    List.of(
                            postgres(
                                    "blocked_sessions_count",
                                    Map.of("pid", "812", "state", "idle in transaction"),
                                    0,
                                    9),
                            postgres("blocking_seconds", Map.of("pid", "812", "state", "idle in transaction"), 0, 45))),
            new Scenario(
                    "server_connections",
                    "connections of PostgreSQL",
                    POOL,
                    HTTP,
                    "slow_downstream",
                    List.of(postgres("connections_percent", Map.of(), 20, 98))),
            new Scenario(
                    "postgres_away",
                    "PostgreSQL",
                    DB,
                    HTTP,
                    "slow_downstream",
                    List.of(postgres("connected", Map.of(), 1, 0.1))),
            new Scenario(
                    "redis_slow",
                    "GET product:*",
                    REDIS,
                    HTTP,
                    "slow_downstream",
                    List.of(new Series("redis", "ping_ms", Map.of(), 0.3, 50))),
            new Scenario(
                    "gc_pressure",
                    "the JVM shop-1",
                    OWN,
                    DB,
                    "slow_statement",
                    List.of(host("jvm_gc_percent", 0.5, 40))),
            new Scenario(
                    "jvm_deadlock",
                    "the JVM shop-1",
                    OWN,
                    DB,
                    "slow_statement",
                    List.of(host("jvm_deadlocked_threads", 0, 2))),
            new Scenario("cpu_saturation", "host h1", ALL, DB, "slow_statement", List.of(host("cpu_percent", 30, 99))),
            new Scenario(
                    "cpu_throttled",
                    "the container of shop-1",
                    OWN,
                    DB,
                    "slow_statement",
                    List.of(host("cpu_percent", 20, 30), host("cgroup_cpu_throttled_percent", 0, 80))),
            new Scenario(
                    "memory_pressure",
                    "h1",
                    OWN,
                    DB,
                    "slow_statement",
                    List.of(host("memory_percent", 70, 80), host("swap_in_bytes_per_second", 0, 2e7))),
            new Scenario(
                    "disk_slow",
                    "disk sda of host h1",
                    DB,
                    HTTP,
                    "slow_downstream",
                    List.of(host("device_utilization_percent", 10, 99), host("device_await_ms", 1, 60))));

    /** When requests fail, or stop. */
    private static final Instant ERRORS = onset(SCENARIOS.size());

    private static Stream<Scenario> scenarios() {
        return SCENARIOS.stream();
    }

    private static Instant onset(Scenario scenario) {
        return onset(SCENARIOS.indexOf(scenario));
    }

    private static Instant onset(int number) {
        return Instant.ofEpochSecond(NOW.getEpochSecond() / 60 * 60)
                .minus(Duration.ofMinutes(30))
                .minus(APART.multipliedBy(number));
    }

    @BeforeAll
    void store() throws SQLException {
        List<RequestEvent> requests = new ArrayList<>();
        List<CallSummary> calls = new ArrayList<>();
        for (Scenario scenario : SCENARIOS) {
            Instant onset = onset(scenario);
            add(requests, calls, onset, "/" + scenario.kind, USUAL.plus(scenario.slow));
            add(requests, calls, onset, "/" + scenario.kind + "/other", USUAL.plus(scenario.other));
            add(
                    requests,
                    calls,
                    onset,
                    "/" + scenario.kind + "/both",
                    USUAL.plus(scenario.slow).plus(scenario.other));
        }
        for (Instant at = ERRORS.minus(BEFORE); at.isBefore(ERRORS.plus(AFTER)); at = at.plus(EACH)) {
            boolean isBad = !at.isBefore(ERRORS);
            requests.add(
                    isBad
                            ? Requests.failed(at, "/fails", 500, 9_000, "0".repeat(31) + "1", "java.io.IOException")
                            : Requests.request(at, "shop", "GET", "/fails", 200, 9_000));
            requests.add(Requests.request(at, "shop", "GET", "/good", 200, 9_000));
            if (!isBad) {
                requests.add(Requests.request(at, "shop", "GET", "/gone", 200, 9_000));
            }
        }
        store.requests(requests);
        Calls.store(store, calls);
        for (Scenario scenario : SCENARIOS) {
            for (Series series : scenario.series) {
                sample(onset(scenario), series);
            }
        }
        errors();
    }

    private void errors() throws SQLException {
        sample(ERRORS, host("disk_percent", 50, 50));
        sample(ERRORS, host("mount_percent", 90, 99.9));
        Map<Instant, Double> uptime = new TreeMap<>();
        for (Instant at = ERRORS.minusSeconds(20); at.isBefore(ERRORS.plus(AFTER)); at = at.plusSeconds(10)) {
            uptime.put(at, 1.0 * Duration.between(ERRORS.minusSeconds(40), at).toSeconds());
        }
        store.samples("system", "shop", "shop-2", Map.of("host", "h1"), "jvm_uptime_seconds", uptime);
    }

    @AfterAll
    void close() {
        server.close();
    }

    private void sample(Instant onset, Series series) throws SQLException {
        Map<Instant, Double> values = new TreeMap<>();
        for (Instant at = onset.minusSeconds(600); at.isBefore(onset.plus(AFTER)); at = at.plusSeconds(10)) {
            values.put(at, at.isBefore(onset) ? series.before : series.after);
        }
        boolean isHost = series.type.equals("system");
        store.samples(
                series.type,
                isHost ? "shop" : "tidemark-collector",
                isHost ? "shop-1" : "db:5432/shop",
                series.labels,
                series.name,
                values);
    }

    private static void add(
            List<RequestEvent> requests, List<CallSummary> calls, Instant onset, String route, Cost after) {
        Random random = new Random(route.hashCode());
        for (Instant at = onset.minus(BEFORE); at.isBefore(onset.plus(AFTER)); at = at.plus(EACH)) {
            Cost cost = at.isBefore(onset) ? USUAL : after;
            double factor = 0.8 + 0.4 * random.nextDouble();
            requests.add(measured(
                    Requests.request(at, "shop", "GET", route, 200, micros(cost.total() * factor)),
                    new RequestParts(
                            micros(cost.db * factor),
                            1,
                            micros(cost.pool * factor),
                            micros(cost.redis * factor),
                            1,
                            micros(cost.http * factor),
                            1)));
        }
        for (Instant at = onset.minus(BEFORE); at.isBefore(onset); at = at.plusSeconds(1200)) {
            addCalls(calls, at, route, USUAL, 240);
        }
        for (Instant at = onset; at.isBefore(onset.plus(AFTER)); at = at.plusSeconds(60)) {
            addCalls(calls, at, route, after, 12);
        }
    }

    private static void addCalls(List<CallSummary> calls, Instant at, String route, Cost cost, int count) {
        calls.add(calls(at, route, CallKind.DB, "shop", SELECT, count, micros(cost.db)));
        calls.add(calls(at, route, CallKind.POOL, "main", "getConnection", count, micros(cost.pool)));
        calls.add(calls(at, route, CallKind.REDIS, "cache:6379", "GET product:*", count, micros(cost.redis)));
        calls.add(calls(at, route, CallKind.HTTP, "stock:8082", "GET /stock/{sku}", count, micros(cost.http)));
    }

    private static long micros(double millis) {
        return Math.round(millis * 1000);
    }

    private JsonNode diagnosis(Scenario scenario, String route) {
        return diagnosis(onset(scenario), "/" + scenario.kind + route);
    }

    private JsonNode diagnosis(Instant onset, String route) {
        JsonNode answer = server.json("/api/monitoring/diagnosis?from=" + onset.minusSeconds(720) + "&to="
                + onset.plus(AFTER) + "&route=" + route);
        assertThat(answer.get("diagnoses")).as(answer.toString()).hasSize(1);
        return answer.at("/diagnoses/0");
    }

    private static List<String> kinds(JsonNode diagnosis) {
        List<String> kinds = new ArrayList<>();
        diagnosis.get("causes").forEach(cause -> kinds.add(cause.get("kind").asText()));
        return kinds;
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void cause_isNamedWhereItIsOne_alsoBesideAnother_andNotElsewhere(Scenario scenario) {
        JsonNode alone = diagnosis(scenario, "");
        assertThat(kinds(alone)).as(alone.toString()).startsWith(scenario.kind);
        assertThat(alone.at("/causes/0/culprit").asText()).contains(scenario.culprit);
        assertThat(alone.at("/causes/0/share_percent").asDouble()).isGreaterThanOrEqualTo(20);
        assertThat(alone.at("/explained_percent").asDouble()).isGreaterThanOrEqualTo(50);

        JsonNode both = diagnosis(scenario, "/both");
        assertThat(kinds(both)).as(both.toString()).contains(scenario.kind, scenario.otherKind);

        JsonNode other = diagnosis(scenario, "/other");
        assertThat(kinds(other)).as(other.toString()).startsWith(scenario.otherKind);
        assertThat(kinds(other).getFirst()).isNotEqualTo(scenario.kind);
    }

    @Test
    void errorsOfOneRoute_haveTheirType_theRestartAndTheFullDiskAsCauses() {
        JsonNode failing = diagnosis(ERRORS, "/fails");
        assertThat(failing.get("kind").asText()).isEqualTo("failing");
        assertThat(kinds(failing)).contains("new_error_type", "restart", "disk_full");
        // Why comes before what.
        assertThat(kinds(failing)).endsWith("new_error_type");
        assertThat(failing.at("/causes").findValuesAsText("culprit")).contains("java.io.IOException");
        JsonNode all = server.json("/api/monitoring/diagnosis?from=" + ERRORS.minusSeconds(720) + "&to="
                + ERRORS.plus(AFTER) + "&service=shop");
        JsonNode first = all.at("/diagnoses/0");
        assertThat(first.get("route").asText()).as(all.toString()).isEqualTo("/fails");
        assertThat(kinds(first)).contains("errors_of_one_route");
        assertThat(all.get("diagnoses"))
                .as("the route that is gone, and nothing else")
                .hasSize(2);
    }

    @Test
    void requestsThatStop_areGoneWhileTheInstanceRuns() {
        JsonNode silent = diagnosis(ERRORS, "/gone");
        assertThat(silent.get("kind").asText()).isEqualTo("silent");
        assertThat(kinds(silent)).contains("traffic_gone");
        assertThat(silent.get("text").asText()).contains("the instance shop-2 runs, but no client calls it");
    }
}
