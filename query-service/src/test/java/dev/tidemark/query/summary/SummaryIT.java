package dev.tidemark.query.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.embedded.Backends;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Requests;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import dev.tidemark.wire.event.RequestEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SummaryIT {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34.500Z");

    private final TestClock clock = new TestClock(NOW);
    private final Store store = Store.create();
    private final QueryServer server = QueryServer.settings()
            .postgres(store.jdbcUrl())
            .redis(Backends.redis().uri())
            .clock(clock)
            .start();

    @BeforeAll
    void store() throws SQLException {
        List<RequestEvent> requests = new ArrayList<>();
        Instant weekAgo = NOW.minus(Duration.ofDays(6));
        requests.addAll(Requests.spread(weekAgo, Duration.ofDays(6), 4_000, "/products/{id}", 12, 50));
        requests.addAll(Requests.spread(NOW.minusSeconds(4000), Duration.ofSeconds(4000), 6_000, "/products", 0.4, 0));
        requests.addAll(Requests.spread(NOW.minusSeconds(600), Duration.ofSeconds(600), 1_000, "/orders", 80, 20));
        store.requests(requests);
        store.sample(NOW.minusSeconds(4), "alpha", "cpu_percent", 12.5);
        store.sample(NOW.minusSeconds(4), "alpha", "cpu_count", 2);
        store.sample(NOW.minusSeconds(4), "alpha", "memory_percent", 40);
        store.sample(NOW.minusSeconds(3), "beta", "cpu_percent", 71.25);
        store.sample(NOW.minusSeconds(9), "beta", "cpu_percent", 3);
        store.sample(NOW.minusSeconds(3), "beta", "cpu_count", 8);
        store.sample(NOW.minusSeconds(200), "gone", "cpu_percent", 99);
        store.sinkOffset("tidemark.requests.v1", NOW.minusSeconds(2), 0, NOW.minusSeconds(1));
        store.sinkOffset("tidemark.rollups.v1", NOW.minusSeconds(3), 0, NOW.minusSeconds(2));
    }

    @AfterAll
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5m", "15m", "1h", "24h", "7d"})
    void summary_ofEveryPeriod_agreesWithTheRawRows(String period) throws SQLException {
        JsonNode summary = server.json("/api/monitoring/summary?period=" + period);

        JsonNode api = summary.get("api");
        String rows = " FROM metrics WHERE metric_type = 'api' AND timestamp >= '"
                + summary.get("from").asText() + "' AND timestamp < '"
                + summary.get("to").asText() + "'";
        assertThat(api.get("request_count").asDouble()).isEqualTo(store.number("SELECT count(*)" + rows));
        assertThat(api.get("error_count").asDouble())
                .isEqualTo(store.number("SELECT count(*)" + rows + " AND (metadata->>'status_code')::int >= 400"));
        assertThat(api.get("server_error_count").asDouble())
                .isEqualTo(store.number("SELECT count(*)" + rows + " AND (metadata->>'status_code')::int >= 500"));
        for (String percentile : List.of("50", "95", "99")) {
            double exact =
                    store.number("SELECT percentile_cont(0." + percentile + ") WITHIN GROUP (ORDER BY value)" + rows);
            assertThat(api.get("p" + percentile + "_latency_ms").asDouble())
                    .as("p" + percentile)
                    .isCloseTo(exact, within(exact * 0.01 + 0.0005));
        }
        assertThat(api.get("avg_latency_ms").asDouble())
                .isCloseTo(store.number("SELECT avg(value)" + rows), within(0.001));
    }

    @Test
    void summary_keepsItsOriginalFields() {
        JsonNode summary = server.json("/api/monitoring/advanced/summary");

        assertThat(summary.get("api").fieldNames())
                .toIterable()
                .startsWith(
                        "avg_latency_ms",
                        "p50_latency_ms",
                        "p95_latency_ms",
                        "p99_latency_ms",
                        "request_count",
                        "requests_per_second",
                        "error_count",
                        "error_rate");
        assertThat(summary.get("redis").fieldNames())
                .toIterable()
                .startsWith(
                        "connected",
                        "memory_used_mb",
                        "memory_max_mb",
                        "memory_percent",
                        "keys_total",
                        "hit_rate",
                        "evicted_keys",
                        "connected_clients");
        assertThat(summary.get("postgres").fieldNames())
                .toIterable()
                .startsWith(
                        "connections_active",
                        "connections_idle",
                        "connections_total",
                        "connections_max",
                        "cache_hit_ratio",
                        "db_size_mb",
                        "slow_queries_count");
        assertThat(summary.get("system").fieldNames())
                .toIterable()
                .startsWith(
                        "cpu_percent",
                        "cpu_count",
                        "memory_used_mb",
                        "memory_total_mb",
                        "memory_percent",
                        "disk_used_gb",
                        "disk_total_gb",
                        "disk_percent");
    }

    @Test
    void summary_ofRealBackends_reportsTheirState() throws SQLException {
        JsonNode summary = server.json("/api/monitoring/metrics/summary");

        assertThat(summary.at("/redis/connected").asBoolean()).isTrue();
        assertThat(summary.at("/redis/memory_max_mb").asDouble()).isEqualTo(64);
        assertThat(summary.at("/postgres/connections_max").asDouble())
                .isEqualTo(store.number("SELECT current_setting('max_connections')::int"));
        assertThat(summary.at("/postgres/connections_total").asInt()).isPositive();
        // The test clock stands still, so there are no two readings to compare.
        assertThat(summary.at("/postgres/cache_hit_ratio").isNull()).isTrue();
        assertThat(summary.at("/postgres/db_size_mb").asDouble()).isGreaterThan(5);
        assertThat(summary.at("/postgres/slow_queries_known").asBoolean()).isTrue();
        assertThat(summary.at("/freshness/age_ms").asLong()).isEqualTo(2000);
        assertThat(summary.at("/freshness/stale").asBoolean()).isFalse();
    }

    @Test
    void summary_ofSeveralHosts_showsTheBusiestOneWithData() {
        JsonNode system = server.json("/api/monitoring/summary").get("system");

        assertThat(system.get("host").asText()).isEqualTo("beta");
        assertThat(system.get("cpu_percent").asDouble()).isEqualTo(71.25);
        assertThat(system.get("cpu_count").asInt()).isEqualTo(8);
        assertThat(system.get("hosts").findValuesAsText("host")).containsExactly("alpha", "beta", "gone");
        assertThat(system.get("hosts").findValuesAsText("stale")).containsExactly("false", "false", "true");
    }

    @Test
    void summary_ranksEndpointsByTotalTime() {
        JsonNode endpoints = server.json("/api/monitoring/summary?period=5m").at("/api/top_endpoints");

        assertThat(endpoints.findValuesAsText("route")).startsWith("/orders");
        double shares = 0;
        for (JsonNode endpoint : endpoints) {
            shares += endpoint.get("time_share").asDouble();
        }
        assertThat(shares).isCloseTo(100, within(0.1));
    }
}
