package dev.tidemark.query.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.Backends;
import dev.tidemark.query.fixture.Calls;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Requests;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import dev.tidemark.wire.event.RequestParts;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LandingPageIT {
    private static final String PAGE = "/ui/monitoring/advanced";
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
        store.requests(
                Requests.spread(NOW.minusSeconds(1200), Duration.ofSeconds(1200), 4000, "/products/{id}", 20, 0));
        store.requests(Requests.spread(
                NOW.minusSeconds(300), Duration.ofSeconds(300), 50, "/<script>alert(1)</script>&\"'", 2, 0));
        store.requests(
                Requests.spread(NOW.minusSeconds(600), Duration.ofSeconds(600), 100, "/orders/{id}", 30, 0).stream()
                        .map(request -> Calls.measured(
                                request, new RequestParts(request.durationMicros() / 2, 1, 0, 0, 0, 0, 0)))
                        .toList());
        store.requests(List.of(
                Requests.stream(NOW.minusSeconds(40), "shop", "/events", 499, 30_000_000),
                Requests.stream(NOW.minusSeconds(20), "shop", "/events", 499, 60_000_000)));
        store.sample(NOW.minusSeconds(3), "alpha", "cpu_percent", 12.5);
        store.sample(NOW.minusSeconds(3), "alpha", "cpu_count", 2);
        store.sample(NOW.minusSeconds(3), "alpha", "memory_percent", 40);
        store.sample(NOW.minusSeconds(3), "alpha", "disk_percent", 30);
        store.sinkOffset("tidemark.requests.v1", NOW.minusSeconds(3), 0, NOW.minusSeconds(2));
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void page_ofAHealthySystem_showsVerdictCardsAndEndpoints() {
        Document page = page("?period=15m");

        assertThat(page.select("#verdict").attr("data-state")).isEqualTo("ok");
        assertThat(page.select(".verdict-text").text()).startsWith("OK: p95 ");
        assertThat(page.select(".card h2").eachText())
                .containsExactly("API", "Errors", "Redis", "PostgreSQL", "System", "Pipeline");
        assertThat(page.select("#card-errors .card-more").hasAttr("open")).isFalse();
        assertThat(page.select("[data-figure]")).hasSize(6);
        assertThat(page.select(".card").eachAttr("data-state")).containsOnly("ok");
        assertThat(page.select("#card-api .headline-label").text()).isEqualTo("p95 of the last 30 s");
        assertThat(page.select("#card-system .headline-figure").text()).isEqualTo("12.5 %");
        assertThat(page.select("#verdict").attr("data-age")).isEqualTo("2000");
        assertThat(page.select("#period option[selected]").attr("value")).isEqualTo("15m");
    }

    @Test
    void page_ofASpanWithoutRequests_hasTheFiguresAndTheStateOfNow() {
        Document page = page("?from=" + NOW.minusSeconds(90_000) + "&to=" + NOW.minusSeconds(86_400));

        for (String card : List.of("#card-api", "#card-errors")) {
            assertThat(page.select(card).attr("data-state")).as(card).isEqualTo("ok");
            assertThat(page.select(card + " .headline-figure").text()).as(card).isNotEqualTo("–");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PAGE, PAGE + "/overview", "/ui/monitoring/logs", "/ui/monitoring/status"})
    void page_hasNoInlineScriptsAndNoForeignResources(String path) {
        HttpResponse<String> response = server.get(path);
        Document page = Jsoup.parse(response.body());

        assertThat(response.headers().firstValue("content-type")).hasValue("text/html;charset=UTF-8");
        assertThat(page.select("script:not([src])")).isEmpty();
        assertThat(page.select("style")).isEmpty();
        for (Element element : page.getAllElements()) {
            assertThat(element.attributes().asList())
                    .noneMatch(attribute -> attribute.getKey().equals("style")
                            || attribute.getKey().startsWith("on")
                            || attribute.getKey().startsWith("hx-on")
                            || attribute.getKey().startsWith("th:")
                            || attribute.getValue().startsWith("js:")
                            || attribute.getValue().startsWith("javascript:"));
        }
        assertThat(List.of(
                        page.select("[src]").eachAttr("src"),
                        page.select("[href]").eachAttr("href")))
                .allSatisfy(addresses -> assertThat(addresses).allMatch(address -> address.matches("[/#][^/].*")));
    }

    @Test
    void files_ofThePage_haveTheRightType() {
        Document page = page("");

        for (String address : page.select("script[src]").eachAttr("src")) {
            assertThat(type(address)).as(address).contains("/javascript");
        }
        for (String address : page.select("link[rel=stylesheet]").eachAttr("href")) {
            assertThat(type(address)).as(address).startsWith("text/css");
        }
        // Tests of scripts are not served.
        assertThat(server.get("/assets/package.json").statusCode()).isEqualTo(404);
        assertThat(server.get("/assets/components/card/card.test.js").statusCode())
                .isEqualTo(404);
        assertThat(type("/assets/vendor/echarts-6.1.0/echarts.esm.min.js")).contains("/javascript");
        assertThat(type("/assets/icon.svg")).startsWith("image/svg+xml");
    }

    @Test
    void page_whileTheDataIsOld_isNeverGreen() {
        clock.set(NOW.plusSeconds(120));
        try {
            Document page = page("?period=15m");

            assertThat(page.select("#verdict").attr("data-state")).isEqualTo("stale");
            assertThat(page.select(".verdict-text").text()).startsWith("Stale: the newest data is 2 min old");
            assertThat(page.select("#card-api").attr("data-state")).isEqualTo("stale");
            assertThat(page.select("#card-system").attr("data-state")).isEqualTo("stale");
        } finally {
            clock.set(NOW);
            // Answers of that time are kept for a moment.
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> page("").select(".verdict-text").text().startsWith("OK: p95 "));
        }
    }

    @Test
    void page_ofAnEmptyStore_explainsTheFirstSteps() {
        try (QueryServer empty = QueryServer.settings()
                .postgres(Store.create().jdbcUrl())
                .kafka("kafka.example:9092")
                .start()) {
            Document page = Jsoup.parse(empty.get(PAGE).body());

            assertThat(page.select("#verdict").attr("data-state")).isEqualTo("degraded");
            assertThat(page.select("#card-api").attr("data-state")).isEqualTo("none");
            assertThat(page.select("#card-api .headline-figure").text()).isEqualTo("–");
        }
    }

    @Test
    void page_whileAHostIsBusy_highlightsItsCard() throws SQLException {
        Store busy = Store.create();
        busy.requests(Requests.spread(NOW.minusSeconds(300), Duration.ofSeconds(300), 50, "/products", 2, 0));
        busy.sample(NOW.minusSeconds(3), "alpha", "cpu_percent", 99.5);
        busy.sample(NOW.minusSeconds(3), "alpha", "cpu_count", 2);
        busy.sample(NOW.minusSeconds(3), "alpha", "memory_percent", 40);
        busy.sample(NOW.minusSeconds(3), "alpha", "disk_percent", 97);
        busy.sinkOffset("tidemark.requests.v1", NOW.minusSeconds(3), 0, NOW.minusSeconds(2));
        try (QueryServer server = QueryServer.settings()
                .postgres(busy.jdbcUrl())
                .redis(Backends.redis().uri())
                .clock(clock)
                .start()) {
            Document page = Jsoup.parse(server.get(PAGE).body());

            assertThat(page.select("#verdict").attr("data-state")).isEqualTo("ok");
            assertThat(page.select("#card-system").attr("data-state")).isEqualTo("watch");
            assertThat(page.select("#card-system .card-more").hasAttr("open")).isTrue();
            assertThat(page.select("#card-api .card-more").hasAttr("open")).isFalse();
            assertThat(page.select("#card-api").attr("data-state")).isEqualTo("ok");
            assertThat(page.select(".conditions li").eachText()).anyMatch(text -> text.contains("CPU"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PAGE, PAGE + "/overview", "/ui/monitoring/logs", "/ui/monitoring/status"})
    void page_withAnUnknownPeriod_isRefused(String path) {
        assertThat(server.get(path + "?period=2h").statusCode()).isEqualTo(400);
    }

    @Test
    void status_ofFreshData_hasItsAgeLagAndDrops() {
        Document status = Jsoup.parse(server.get("/ui/monitoring/status").body());

        assertThat(status.select("#health").attr("data-state")).isEqualTo("ok");
        assertThat(status.select("#freshness").attr("data-age")).isEqualTo("2000");
        assertThat(status.select("#freshness").attr("data-stale")).isEqualTo("false");
        assertThat(status.select("#freshness-lag").text()).isEqualTo("0");
        assertThat(status.select("#freshness-dropped").text()).isEqualTo("0");
    }

    @Test
    void status_whileTheStoreIsUnreachable_isUnknownAndNotZero() {
        try (QueryServer alone = QueryServer.settings().start()) {
            Document status = Jsoup.parse(alone.get("/ui/monitoring/status").body());

            assertThat(status.select("#health").attr("data-state")).isEqualTo("down");
            assertThat(status.select("#freshness").hasAttr("data-age")).isFalse();
            assertThat(status.select("#freshness-lag").text()).isEqualTo("unknown");
            assertThat(status.select("#freshness-dropped").text()).isEqualTo("unknown");
        }
    }

    @Test
    void root_redirectsToThePage() {
        HttpResponse<String> response = server.get("/");

        assertThat(response.statusCode()).isEqualTo(307);
        assertThat(response.headers().firstValue("location")).hasValue(PAGE);
    }

    private Document page(String query) {
        HttpResponse<String> response = server.get(PAGE + query);
        assertThat(response.statusCode()).isEqualTo(200);
        return Jsoup.parse(response.body());
    }

    private String type(String address) {
        HttpResponse<String> response = server.get(address);
        assertThat(response.statusCode()).as(address).isEqualTo(200);
        return response.headers().firstValue("content-type").orElse("");
    }
}
