package dev.tidemark.query.summary;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Verdicts on requests stored as real rows. */
class VerdictIT {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34.500Z");
    /** Before this time, nothing is wrong. */
    private static final Instant FAULT = NOW.minusSeconds(15);

    @Test
    void verdict_whenNothingIsWrong_isOkWithTheFigures() throws SQLException {
        List<RequestEvent> requests =
                Requests.spread(NOW.minusSeconds(1800), Duration.ofSeconds(1800), 6000, "/orders", 20, 0);

        JsonNode verdict = verdict(requests);

        assertThat(verdict.get("status").asText()).isEqualTo("ok");
        assertThat(verdict.get("text").asText())
                .matches("OK: p95 \\d+ ms, 3\\.\\d requests/s, 0\\.0 % errors in the last 30 s");
        assertThat(verdict.get("conditions")).isEmpty();
    }

    @Test
    void verdict_whenAnEndpointIsSlowForFifteenSeconds_namesItWithTheFactor() throws SQLException {
        List<RequestEvent> requests = new ArrayList<>(
                Requests.spread(NOW.minusSeconds(1800), Duration.ofSeconds(1785), 6000, "/orders", 20, 0));
        requests.addAll(Requests.spread(FAULT, Duration.ofSeconds(15), 50, "/orders", 900, 0));

        JsonNode verdict = verdict(requests);

        assertThat(verdict.get("status").asText()).isEqualTo("degraded");
        assertThat(verdict.get("text").asText())
                .matches(
                        "Degraded: shop GET /orders p95 \\d\\.\\d s instead of \\d+ ms, \\d+× since 09:40:[12]0 UTC: no cause found.*");
    }

    @Test
    void verdict_whenAnEndpointIsSlowForTwentyMinutes_stillKnowsItsUsualLatency() throws SQLException {
        List<RequestEvent> requests = new ArrayList<>(
                Requests.spread(NOW.minusSeconds(3600), Duration.ofSeconds(2400), 6000, "/orders", 20, 0));
        requests.addAll(Requests.spread(NOW.minusSeconds(1200), Duration.ofSeconds(1200), 3000, "/orders", 900, 0));

        assertThat(verdict(requests).get("status").asText()).isEqualTo("degraded");
    }

    @Test
    void verdict_whenRequestsFail_namesTheShareAndTheWorstEndpoint() throws SQLException {
        List<RequestEvent> requests = new ArrayList<>(
                Requests.spread(NOW.minusSeconds(1800), Duration.ofSeconds(1800), 6000, "/products", 20, 0));
        for (int i = 0; i < 6; i++) {
            requests.add(Requests.request(FAULT.plusSeconds(i), "shop", "POST", "/orders", 503, 9000));
        }

        JsonNode verdict = verdict(requests);

        assertThat(verdict.get("text").asText())
                .matches("Degraded: shop POST /orders answers 100 % of its requests with 5xx \\(6 of 6.*"
                        + "since 09:40:[12]0 UTC: .*");
        assertThat(verdict.at("/conditions/0/subject").asText()).isEqualTo("api");
    }

    @Test
    void verdict_whenOneRequestFails_isStillOk() throws SQLException {
        List<RequestEvent> requests =
                Requests.spread(NOW.minusSeconds(1800), Duration.ofSeconds(1800), 6000, "/orders", 20, 0);
        requests.add(Requests.request(FAULT, "shop", "POST", "/orders", 500, 9000));

        assertThat(verdict(requests).get("status").asText()).isEqualTo("ok");
    }

    @Test
    void verdict_onClientErrors_isStillOk() throws SQLException {
        List<RequestEvent> requests =
                Requests.spread(NOW.minusSeconds(1800), Duration.ofSeconds(1800), 6000, "/orders", 20, 0);
        for (int i = 0; i < 100; i++) {
            requests.add(Requests.request(FAULT, "shop", "GET", "UNMATCHED", 404, 500));
        }

        assertThat(verdict(requests).get("status").asText()).isEqualTo("ok");
    }

    @Test
    void verdict_ofAnEmptyStore_isNoData() throws SQLException {
        JsonNode verdict = verdict(List.of());

        assertThat(verdict.get("status").asText()).isEqualTo("no_data");
        assertThat(verdict.get("text").asText()).isEqualTo("No data yet: no requests have been stored");
    }

    private static JsonNode verdict(List<RequestEvent> requests) throws SQLException {
        Store store = Store.create();
        if (!requests.isEmpty()) {
            store.requests(requests);
            store.sinkOffset("tidemark.requests.v1", NOW.minusSeconds(1), 0, NOW);
        }
        try (QueryServer server = QueryServer.settings()
                .postgres(store.jdbcUrl())
                .redis(Backends.redis().uri())
                .with("tidemark.diagnosis.interval", "1s")
                .clock(new TestClock(NOW))
                .start()) {
            // On a busy machine, backends and first reads can be slow. The verdict then reports that, too.
            return Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(
                            () -> server.json("/api/monitoring/summary?period=1h")
                                    .get("verdict"),
                            VerdictIT::isOnRequestsOnly);
        }
    }

    private static boolean isOnRequestsOnly(JsonNode verdict) {
        for (JsonNode condition : verdict.get("conditions")) {
            if (!condition.get("subject").asText().equals("api")) {
                return false;
            }
        }
        return true;
    }
}
