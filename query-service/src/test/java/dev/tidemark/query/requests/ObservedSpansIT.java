package dev.tidemark.query.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rate is divided by. */
class ObservedSpansIT {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34Z");
    private static final Instant BEGIN = NOW.minusSeconds(34);

    @ParameterizedTest
    @ValueSource(strings = {"5m", "15m", "1h", "24h", "7d"})
    void rate_ofAServiceThatBeganLately_isOfTheTimeSinceThen(String period) throws SQLException {
        Store store = Store.create();
        store.requests(Requests.spread(BEGIN, Duration.ofSeconds(34), 340, "/orders", 20, 0));

        try (QueryServer server = server(store)) {
            JsonNode api =
                    server.json("/api/monitoring/summary?period=" + period).get("api");

            assertThat(api.get("requests_per_second").asDouble()).isCloseTo(10, within(0.01));
            assertThat(api.get("observed_from").asText()).isEqualTo("2026-11-21T09:40:00Z");
            assertThat(api.at("/top_endpoints/0/requests_per_second").asDouble())
                    .isCloseTo(10, within(0.01));
            var page = Jsoup.parse(
                    server.get("/ui/monitoring/advanced?period=" + period).body());
            assertThat(page.select("#card-api h3").eachText()).contains("last " + period + ", data since 09:40");
        }
    }

    @Test
    void rate_ofAServiceThatWasIdleBefore_isOfTheWholeSpan() throws SQLException {
        Store store = Store.create();
        List<RequestEvent> requests =
                new ArrayList<>(Requests.spread(NOW.minusSeconds(5000), Duration.ofSeconds(60), 10, "/orders", 20, 0));
        requests.addAll(Requests.spread(BEGIN, Duration.ofSeconds(34), 340, "/orders", 20, 0));
        store.requests(requests);

        try (QueryServer server = server(store)) {
            JsonNode summary = server.json("/api/monitoring/summary?period=1h");

            assertThat(summary.at("/api/requests_per_second").asDouble()).isCloseTo(340 / 3604.0, within(0.01));
            assertThat(summary.at("/api/observed_from")).isEqualTo(summary.get("from"));
        }
    }

    @Test
    void rate_ofANewServiceBesideAnOldOne_isOfItsOwnTime() throws SQLException {
        Store store = Store.create();
        List<RequestEvent> requests = new ArrayList<>(
                Requests.spread(NOW.minusSeconds(7200), Duration.ofSeconds(7200), 7200, "/orders", 20, 0));
        for (int i = 0; i < 34; i++) {
            requests.add(Requests.request(BEGIN.plusSeconds(i), "inventory", "GET", "/stock", 200, 2000));
        }
        store.requests(requests);

        try (QueryServer server = server(store)) {
            JsonNode endpoints = server.json("/api/monitoring/api/endpoints?period=1h&sort=requests")
                    .get("endpoints");

            assertThat(endpoints.findValuesAsText("service")).containsExactly("shop", "inventory");
            assertThat(endpoints.at("/0/requests_per_second").asDouble()).isCloseTo(1, within(0.01));
            assertThat(endpoints.at("/1/requests_per_second").asDouble()).isCloseTo(1, within(0.01));
        }
    }

    @Test
    void rate_ofTheFirstRequest_isOfAWindowAtLeast() throws SQLException {
        Store store = Store.create();
        store.requests(List.of(Requests.request(NOW.minusMillis(1), "shop", "GET", "/orders", 200, 2000)));

        try (QueryServer server = server(store)) {
            assertThat(server.json("/api/monitoring/summary?period=1h")
                            .at("/api/requests_per_second")
                            .asDouble())
                    .isEqualTo(0.1);
        }
    }

    @Test
    void percentiles_ofFewRequests_lieBetweenTheShortestAndTheLongest() throws SQLException {
        Store store = Store.create();
        List<RequestEvent> requests = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            long micros = Math.round(1000 * Math.pow(1.37, i));
            requests.add(Requests.request(BEGIN, "shop", "GET", "/e" + i, 200, micros));
        }
        store.requests(requests);

        try (QueryServer server = server(store)) {
            JsonNode endpoints =
                    server.json("/api/monitoring/api/endpoints?period=5m").get("endpoints");

            assertThat(endpoints).hasSize(40);
            for (JsonNode endpoint : endpoints) {
                assertThat(endpoint.get("p50_latency_ms").asDouble())
                        .as(endpoint.toString())
                        .isEqualTo(endpoint.get("max_latency_ms").asDouble());
                assertThat(endpoint.get("p99_latency_ms")).isEqualTo(endpoint.get("max_latency_ms"));
            }
        }
    }

    private static QueryServer server(Store store) {
        return QueryServer.settings()
                .postgres(store.jdbcUrl())
                .clock(new TestClock(NOW))
                .start();
    }
}
