package dev.tidemark.query.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.BoundingBox;
import dev.tidemark.embedded.Backends;
import dev.tidemark.query.fixture.Calls;
import dev.tidemark.query.fixture.Chromium;
import dev.tidemark.query.fixture.Complaints;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Requests;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import dev.tidemark.query.fixture.Widths;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The panels of the landing page in a browser: their figures are those of the API, and those of the API are those of the store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LandingPanelsIT {
    private static final String PAGE = "/ui/monitoring/advanced?period=15m&refresh=off";
    private static final String FIGURES = "/api/monitoring/advanced/metrics";
    private static final String ENDPOINTS = "/api/monitoring/api/endpoints";
    private static final String HOSTILE = "/<img src=x onerror=alert(1)>";
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34.500Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Store store = Store.create();
    private final QueryServer server = QueryServer.settings()
            .postgres(store.jdbcUrl())
            .redis(Backends.redis().uri())
            .clock(new TestClock(NOW))
            .start();
    private final Chromium chromium = Chromium.launch();

    private BrowserContext context;
    private Page page;
    private Complaints complaints;

    @BeforeAll
    void store() throws SQLException {
        // Of twenty minutes of requests at /checkout, two are slow.
        store.requests(each("/checkout", second -> second >= 480 && second < 600 ? 300_000 : 30_000));
        store.requests(each("/steady", second -> 20_000));
        store.requests(each(HOSTILE, second -> 5_000).stream()
                .map(request ->
                        Calls.measured(request, new RequestParts(request.durationMicros() / 2, 1, 0, 0, 0, 0, 0)))
                .toList());
        store.requests(List.of(Requests.stream(NOW.minusSeconds(40), "shop", "/events", 499, 30_000_000)));
        for (int i = 0; i < 60; i++) {
            Instant at = NOW.minusSeconds(15L * i + 2);
            store.sample(at, "alpha", "cpu_percent", 10 + i % 7);
            store.sample(at, "alpha", "memory_percent", 40);
            store.sample(
                    at, "redis", "tidemark-collector", Backends.redis().address(), Map.of(), "hit_rate", 80 + i % 5);
        }
        incident("/checkout", 400, 200, "shop GET /checkout is slow because of a statement");
        incident(HOSTILE, 300, null, "shop GET " + HOSTILE + " is slow because of a statement");
        store.execute(
                "INSERT INTO incident_watch VALUES (true, ?::timestamptz, ?::timestamptz)",
                NOW.minusSeconds(600).toString(),
                NOW.toString());
        store.sample(NOW.minusSeconds(3), "shop", "shop-1", Map.of(), "jvm_uptime_seconds", 417);
        store.sinkOffset("tidemark.requests.v1", NOW.minusSeconds(3), 0, NOW.minusSeconds(2));
    }

    /** An incident that began, and ended, so many seconds ago. */
    private void incident(String route, long began, @Nullable Integer ended, String text) throws SQLException {
        store.execute(
                """
                INSERT INTO incident (service, method, route, kind, onset, detected_at, last_seen, ended_at, text, cause_kind,
                                      cause_culprit, explained_percent, answered_at, affected, services, answer)
                SELECT 'shop', 'GET', ?, 'slow', onset, onset, now, ended, ?, 'slow_statement', 'SELECT 1', 91.5, now,
                       ARRAY['shop GET ' || ?], '{shop}', '{"causes": [{"share_percent": 91.5, "action": "look at its plan"}]}'
                FROM (SELECT ?::timestamptz AS now, ?::timestamptz AS onset, ?::timestamptz AS ended) t
                """,
                route,
                text,
                route,
                NOW.toString(),
                NOW.minusSeconds(began).toString(),
                ended == null ? null : NOW.minusSeconds(ended).toString());
    }

    /** A request in each of the last 1,200 seconds. */
    private static List<RequestEvent> each(String route, LongUnaryOperator micros) {
        return LongStream.range(0, 1200)
                .mapToObj(second -> Requests.request(
                        NOW.minusSeconds(1200 - second), "shop", "GET", route, 200, micros.applyAsLong(second)))
                .toList();
    }

    @AfterAll
    void close() {
        chromium.close();
        server.close();
    }

    @BeforeEach
    void open() {
        context = chromium.context();
        page = context.newPage();
        complaints = Complaints.of(page);
    }

    @AfterEach
    void closeContext() {
        context.close();
    }

    @Test
    void keyFigures_areThoseOfTheStore() throws SQLException {
        JsonNode answer = server.json(FIGURES + "?period=15m");

        assertThat(answer.get("rows")).hasSize(24);
        String span = " FROM sample JOIN metric m ON m.id = metric_id WHERE ts >= '"
                + answer.get("from").asText() + "' AND ts < '"
                + answer.get("to").asText() + "' AND metric_name = ";
        for (String[] figure : new String[][] {{"system", "cpu_percent"}, {"redis", "hit_rate"}}) {
            JsonNode row = row(answer, figure[0], figure[1]);
            String of = span + "'" + figure[1] + "'";
            assertThat(row.get("average").doubleValue())
                    .isCloseTo(store.number("SELECT avg(value)" + of), within(0.001));
            assertThat(row.get("max").doubleValue()).isCloseTo(store.number("SELECT max(value)" + of), within(0.001));
            assertThat(row.get("current").doubleValue())
                    .isEqualTo(store.number("SELECT value" + of + " ORDER BY ts DESC LIMIT 1"));
        }
        JsonNode summary = server.json("/api/monitoring/summary?period=15m").get("api");
        for (String name : List.of("avg_latency_ms", "p95_latency_ms", "requests_per_second", "error_rate")) {
            assertThat(row(answer, "api", name).get("average")).as(name).isEqualTo(summary.get(name));
        }
        assertThat(row(answer, "api", "p95_latency_ms").get("max").doubleValue())
                .isCloseTo(300, within(6.0));
        assertThat(row(answer, "system", "cpu_percent").get("state").asText()).isEqualTo("ok");
    }

    @Test
    void keyFigures_ofAServerThatWasMonitoredBefore_areNotThoseOfThisOne() throws SQLException {
        Map<Instant, Double> values = Map.of(NOW.minusSeconds(600), 7e6, NOW.minusSeconds(2), 9e6);
        store.samples("redis", "tidemark-collector", "cache-old:6379", Map.of(), "keys_total", values);
        store.samples("redis", "tidemark-collector", "cache-old:6379", Map.of(), "evicted_keys", values);
        store.samples("postgres", "tidemark-collector", "db-old:5432/shop", Map.of(), "db_size_mb", values);
        JsonNode answer = server.fresh(FIGURES + "?period=15m");

        for (JsonNode row : List.of(
                row(answer, "redis", "keys_total"),
                row(answer, "redis", "evicted_keys"),
                row(answer, "postgres", "db_size_mb"))) {
            assertThat(row.get("average").isNull()).as(row.toString()).isTrue();
            assertThat(row.get("current").doubleValue()).isLessThan(1e6);
        }
    }

    @Test
    void keyFigures_thatNobodyReads_areUnknownWithAReason_notZero() {
        JsonNode answer = server.json(FIGURES + "?period=15m");

        JsonNode disk = row(answer, "system", "disk_percent");
        assertThat(disk.get("current").isNull()).isTrue();
        assertThat(disk.get("average").isNull()).isTrue();
        assertThat(disk.get("state").asText()).isEqualTo("unknown");
        assertThat(StreamSupport.stream(answer.get("unknown").spliterator(), false)
                        .flatMap(one -> StreamSupport.stream(one.get("fields").spliterator(), false))
                        .map(JsonNode::asText))
                .contains("system.disk_percent", "redis.evicted_keys");
    }

    @Test
    void keyFigures_comparedWithTheDayBefore_haveNoneOfIt() {
        JsonNode earlier = server.json(FIGURES + "?period=15m&compare=day").get("comparison");

        assertThat(earlier.get("from").asText()).startsWith("2026-11-20T09:25");
        assertThat(row(earlier, "api", "p95_latency_ms").get("average").isNull())
                .isTrue();
        assertThat(server.get(FIGURES + "?compare=month").statusCode()).isEqualTo(400);
    }

    @Test
    void endpoints_sortedByTheTimeTheyLost_beginWithTheOneThatWasSlow() {
        JsonNode endpoints = server.json(ENDPOINTS + "?period=15m&sort=lost").get("endpoints");

        JsonNode first = endpoints.get(0);
        assertThat(first.get("route").asText()).isEqualTo("/checkout");
        double usual = first.get("usual_ms").doubleValue();
        long requests = first.get("request_count").longValue();
        assertThat(usual).isEqualTo(30);
        assertThat(first.get("lost_ms").doubleValue())
                .isCloseTo(120 * 270, within(5.0))
                .isCloseTo((first.get("avg_latency_ms").doubleValue() - usual) * requests, within(1.0));
        assertThat(first.get("trend_ms")).hasSizeGreaterThan(80);
        JsonNode streams = StreamSupport.stream(endpoints.spliterator(), false)
                .filter(endpoint -> endpoint.get("route").asText().equals("/events"))
                .findFirst()
                .orElseThrow();
        assertThat(streams.get("lost_ms").isNull()).isTrue();
    }

    @Test
    void panels_showTheFiguresOfTheApi_whateverIsInTheNames() throws Exception {
        JsonNode figures = ask(FIGURES);
        assertThat(page.locator("#key-figures tbody tr")).hasCount(24);
        List<?> expected = (List<?>) page.evaluate("""
                async (text) => {
                  const answer = JSON.parse(text);
                  const { changeOf, figureText, stateText, titleOf } = await import("/assets/components/keyfigures/rows.js");
                  const cells = (row) => [titleOf(row), ...["current", "average", "max"].map((key) => figureText(row[key], row.unit)),
                      changeOf(answer, row), "", row.rule ?? "–", stateText(answer, row)];
                  return answer.rows.map((row) => cells(row).join("|"));
                }""", figures.toString());
        assertThat(rows("#key-figures"))
                .containsExactlyElementsOf(
                        expected.stream().map(Object::toString).toList());

        JsonNode endpoints = ask(ENDPOINTS);
        Locator rows = page.locator("#endpoints tbody tr");
        assertThat(rows).hasCount(endpoints.get("total").intValue());
        List<?> names = (List<?>) page.evaluate("""
                async (text) => {
                  const { lostText } = await import("/assets/components/endpoints/rows.js");
                  const { deltaText, millisText, percentText, valueText, isUnknown } = await import("/assets/js/wording.js");
                  const cells = (e) => [`${e.service} ${e.method} ${e.route}`, lostText(e.lost_ms), "",
                      millisText(e.avg_latency_ms) + (isUnknown(e.usual_ms) ? "" : " " + deltaText(e.avg_latency_ms, e.usual_ms)),
                      millisText(e.p50_latency_ms), millisText(e.p95_latency_ms), millisText(e.p99_latency_ms),
                      valueText(e.requests_per_second, "/s"), percentText(e.error_rate), percentText(e.time_share)];
                  return JSON.parse(text).endpoints.map((e) => cells(e).join("|"));
                }""", endpoints.toString());
        assertThat(rows("#endpoints").stream()
                        .map(text -> text.replace(" 1 stream", "").replaceAll("\\|[^|]*$", "")))
                .containsExactlyElementsOf(names.stream().map(Object::toString).toList());
        assertThat(page.locator("#endpoints .streams")).hasText("1 stream");
        assertThat(page.locator("#endpoints .parts-bar[data-measured=true]"))
                .hasAttribute("aria-label", "application 50.0 %, database 50.0 %");
        assertThat(page.locator("#endpoints a", new Page.LocatorOptions().setHasText(HOSTILE)))
                .hasText("shop GET " + HOSTILE);
        for (String chart : List.of("#redis-memory", "#postgres-connections")) {
            // Nobody collects here: what is unknown is not drawn as zero.
            assertThat(page.locator(chart)).hasAttribute("data-view", "empty");
        }
        assertThat(page.locator("#resources")).hasAttribute("data-view", "partial");
        assertThat(page.locator("#resources canvas")).isVisible();
        assertThat(page.locator("#card-system .sparkline path")).hasAttribute("d", Pattern.compile("^M.*"));
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void endpoints_sortedWithTheKeyboard_followTheAddress_andKeepTheFocusOverARefresh() {
        page.navigate(server.uri(PAGE).toString());
        Locator rows = page.locator("#endpoints tbody tr");
        assertThat(rows.first()).containsText("/checkout");
        page.locator("#endpoints [data-sort=p50]").press("Enter");
        page.locator("#endpoints [data-sort=p50]").press("Enter");

        assertThat(rows.first()).containsText(HOSTILE);
        assertThat(page).hasURL(server.uri(PAGE + "&endpoints_sort=-p50").toString());
        assertThat(page.locator("#endpoints th:has([data-sort=p50])")).hasAttribute("aria-sort", "ascending");

        Locator link = page.locator("#endpoints a.endpoint[data-route='/steady']");
        link.focus();
        Response again = page.waitForResponse(
                "**" + ENDPOINTS + "*", () -> page.evaluate("document.getElementById('refresh-now').click()"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(rows.first()).containsText(HOSTILE);
        assertThat(link).isFocused();
        page.locator("#card-errors summary").click();
        page.evaluate("document.getElementById('card-errors').dataset.replaced = 'no'");
        page.evaluate("document.getElementById('refresh-now').click()");
        assertThat(page.locator("#card-errors[data-replaced]")).hasCount(0);
        assertThat(page.locator("#card-errors .groups")).isVisible();
        assertThat(page.locator("#card-errors summary")).isFocused();
        assertThat(page.locator(".made time")).hasText(Pattern.compile("\\d\\d:\\d\\d:\\d\\d UTC"));
        page.locator("#zone").click();
        assertThat(page.locator(".made time")).hasText(Pattern.compile("\\d\\d:\\d\\d:\\d\\d [+-]\\d\\d:\\d\\d"));
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void incidents_areOnOneAxis_chosenWithTheKeyboard_andKeepTheFocusOverARefresh() throws Exception {
        JsonNode answer = ask("/api/monitoring/incidents");
        Locator bars = page.locator("#incidents .incident-bar");
        assertThat(bars).hasCount(2);
        assertThat(page.locator("#incidents [data-part=note]")).containsText("Recorded only since");
        List<?> expected = (List<?>) page.evaluate("""
                async (text) => {
                  const { barText } = await import("/assets/components/incidents/axis.js");
                  return JSON.parse(text).incidents.map(barText).reverse();
                }""", answer.toString());
        assertThat(bars.all().stream().map(bar -> bar.getAttribute("aria-label")))
                .containsExactlyElementsOf(
                        expected.stream().map(Object::toString).toList());
        // It began 400 of 900 s ago, and took 200 s.
        double width = axis("#incidents .incident-axis").width;
        assertThat(axis("#incidents .incident-bar >> nth=0").width / width).isCloseTo(200.0 / 900, within(0.02));
        assertThat(bars.nth(1)).hasAttribute("data-open", "true");
        assertThat(page.locator("#incidents .incident-mark"))
                .hasAttribute("aria-label", Pattern.compile("Started: shop \\(shop-1\\) at .*"));

        assertThat(page.locator("#incidents [data-part=text]")).containsText(HOSTILE);
        bars.nth(0).focus();
        bars.nth(0).press("Enter");
        assertThat(page.locator("#incidents [data-part=text]"))
                .hasText("shop GET /checkout is slow because of a statement");
        assertThat(page.locator("#incidents [data-part=cause]")).hasText("slow statement: SELECT 1 (91.5 %)");
        assertThat(page.locator("#incidents [data-part=next]")).hasText("look at its plan");
        page.waitForResponse(
                "**/api/monitoring/incidents*", () -> page.evaluate("document.getElementById('refresh-now').click()"));
        assertThat(bars.nth(0)).isFocused();
        assertThat(bars.nth(0)).hasAttribute("aria-pressed", "true");
        page.locator("#incidents .incident-table summary").click();
        assertThat(page.locator("#incidents tbody tr")).hasCount(2);

        String link = page.locator("#incidents .incident-links a").first().getAttribute("href");
        page.navigate(server.uri(link).toString());
        assertThat(page.locator("#endpoint-list tbody tr").first()).isVisible();
        page.navigate(
                server.uri("/ui/monitoring/advanced?refresh=off&from=2026-11-21T08:00:00Z&to=2026-11-21T08:30:00Z")
                        .toString());
        assertThat(page.locator("#incidents [data-part=note]"))
                .hasText(Pattern.compile("No incidents in this span\\. .*"));
        assertThat(complaints.all()).isEmpty();
    }

    private BoundingBox axis(String selector) {
        return Objects.requireNonNull(page.locator(selector).boundingBox());
    }

    @Test
    void page_fitsItsWidth_whateverThatIs() {
        page.navigate(server.uri(PAGE).toString());
        assertThat(page.locator("#endpoints tbody tr").first()).isVisible();
        // The name of an exception in a sentence.
        page.evaluate("document.getElementById('verdict').append('org.example.'.repeat(20) + 'AnException')");
        for (int width : Widths.ALL) {
            Widths.assertFits(page, width);
        }
    }

    /** Opens the page and returns the answer that it gets from {@code path}. */
    private JsonNode ask(String path) throws Exception {
        Response response = page.waitForResponse(
                "**" + path + "*", () -> page.navigate(server.uri(PAGE).toString()));
        return JSON.readTree(response.text());
    }

    private List<String> rows(String panel) {
        return page.locator(panel + " tbody tr").all().stream()
                .map(line -> String.join(
                        "|",
                        line.locator("th, td").all().stream()
                                .map(cell -> cell.textContent().strip())
                                .toList()))
                .toList();
    }

    private static JsonNode row(JsonNode answer, String group, String name) {
        return StreamSupport.stream(answer.get("rows").spliterator(), false)
                .filter(row -> row.get("group").asText().equals(group)
                        && row.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
