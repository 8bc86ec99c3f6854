package dev.tidemark.query.layout;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.LoadState;
import dev.tidemark.embedded.Backends;
import dev.tidemark.query.fixture.Axe;
import dev.tidemark.query.fixture.Calls;
import dev.tidemark.query.fixture.Chromium;
import dev.tidemark.query.fixture.Complaints;
import dev.tidemark.query.fixture.EventStream;
import dev.tidemark.query.fixture.LogTopic;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Requests;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.Widths;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.RequestParts;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Behaviour common to all pages, in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesIT {
    private static final String LANDING = "/ui/monitoring/advanced";
    private static final String LOGS = "/ui/monitoring/logs";
    private static final String HOSTILE =
            "SELECT '<img src=x onerror=document.title=1>' AS \"</pre><script>\" FROM orders WHERE "
                    + "id = ? OR ".repeat(40) + "false";

    private static final int REFRESHES = 4;
    private static final double MOST_BYTES = 600_000;
    /** What must be 200 ms at most, in units of {@link #CONTROL}. */
    private static final double LONGEST_TASK = 10;

    /** The mean time of a computation that takes 20 ms on an idle machine, and longer on a busy one, as each task does. */
    private static final String CONTROL = """
        (() => {
          const begin = performance.now();
          let sum = 0;
          for (let i = 0; i < 50_000_000; i++) sum += Math.sqrt(i);
          return (performance.now() - begin + Number(sum < 0)) / 10;
        })()
        """;

    private static final String TRANSFERRED =
            "[...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]"
                    + ".reduce((sum, entry) => sum + entry.transferSize, 0)";
    private static final String LONG_TASKS = """
            window.longTasks = [];
            new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration)))
              .observe({ type: "longtask", buffered: true });
            """;

    private final Store store = Store.create();
    private final QueryServer server = QueryServer.settings()
            .postgres(store.jdbcUrl())
            .redis(Backends.redis().uri())
            .kafka(Backends.kafka().bootstrapServers())
            .start();
    private final Chromium chromium = Chromium.launch();

    private BrowserContext context;
    private Page page;
    private Complaints complaints;

    @BeforeAll
    void store() throws Exception {
        LogTopic.on(Backends.kafka()).close();
        EventStream.open(server.uri("/api/monitoring/logs/stream"))
                .awaitConnected()
                .close();
        Instant now = Instant.now();
        store.requests(Requests.spread(now.minusSeconds(600), Duration.ofSeconds(600), 600, "/products/{id}", 20, 0));
        measured(now);
    }

    /** Requests that wait for the database, whatever is in the text of its statements. */
    private void measured(Instant now) throws SQLException {
        store.requests(
                Requests.spread(now.minusSeconds(600), Duration.ofSeconds(600), 300, "/orders/{id}", 40, 0).stream()
                        .map(request -> Calls.measured(
                                request,
                                new RequestParts(
                                        request.durationMicros() / 2, 3, request.durationMicros() / 8, 500, 2, 0, 0)))
                        .toList());
        Instant at = now.minusSeconds(90);
        Calls.store(
                store,
                List.of(
                        Calls.calls(at, "/orders/{id}", CallKind.DB, "shop", HOSTILE, 90, 12_000, 900L, null, null),
                        Calls.calls(at, "/orders/{id}", CallKind.POOL, "shop", "wait", 9, 33_000),
                        Calls.calls(
                                at,
                                "/orders/{id}",
                                CallKind.REDIS,
                                "cache:6379",
                                "GET order:*",
                                60,
                                300,
                                null,
                                45L,
                                15L),
                        Calls.calls(at, null, CallKind.DB, "shop", "DELETE FROM session", 1, 5_000)));
    }

    @AfterAll
    void close() {
        chromium.close();
        server.close();
    }

    @BeforeEach
    void open() throws SQLException {
        // Data of an earlier test would be old.
        Instant now = Instant.now();
        store.sinkOffset("tidemark.requests.v1", now, 7, now);
        context = chromium.context();
        page = context.newPage();
        complaints = Complaints.of(page);
    }

    @AfterEach
    void closeContext() {
        context.close();
    }

    @Test
    void everyPage_ofTheNavigation_loadsWithoutErrors() {
        assertThat(paths()).startsWith(LANDING).endsWith(LOGS);
        for (String path : paths()) {
            visit(path);

            assertThat(page.locator(".nav [aria-current=page]")).hasAttribute("href", path);
            assertThat(page.locator("#health")).hasText(Pattern.compile("Health: (ok|degraded|stale|down|no data)"));
            assertThat(page.locator("#freshness-age")).hasText(Pattern.compile("data \\d+ s old"));
            assertThat(page.locator("#freshness-lag")).hasText("7");
            assertThat(page.locator("#freshness-dropped")).hasText("0");
        }
        assertThat(complaints.all()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void script_onAPageThatLacksItsElements_doesNothing(String script) {
        String bare = """
                <!DOCTYPE html><html lang="en"><head><title>Bare</title>
                <link rel="icon" href="/assets/icon.svg">
                <script src="/assets/vendor/htmx-2.0.10/htmx.min.js" defer></script>
                <script src="/assets/js/pages/%s.js" type="module"></script></head><body><p>Nothing</p></body></html>
                """.formatted(script);
        page.route(
                "**" + LANDING,
                route -> route.fulfill(
                        new Route.FulfillOptions().setContentType("text/html").setBody(bare)));
        visit(LANDING);
        page.goBack();
        page.goForward();

        assertThat(page.locator("p")).hasText("Nothing");
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void script_ofTheLandingPageOnAnother_startsWhatIsThere() {
        page.route(
                "**/assets/js/pages/logs.js",
                route -> route.resume(new Route.ResumeOptions()
                        .setUrl(server.uri("/assets/js/pages/advanced.js").toString())));
        visit(LOGS);

        assertThat(page.locator("#logs-link")).hasText("live");
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void period_whenChanged_isAnEntryOfTheHistoryAndBackRestoresIt() {
        visit(LANDING);
        page.evaluate("window.sameDocument = true");
        page.locator("#period").selectOption("5m");
        assertThat(page.locator("#card-api")).containsText("last 5m");
        assertThat(page.locator("#latency-scope")).containsText("last 5m");
        page.locator("#period").selectOption("24h");
        assertThat(page.locator("#card-api")).containsText("last 24h");
        assertThat(page).hasURL(server.uri(LANDING + "?period=24h").toString());

        page.goBack();
        assertThat(page).hasURL(server.uri(LANDING + "?period=5m").toString());
        assertThat(page.locator("#period")).hasValue("5m");
        assertThat(page.locator("#card-api")).containsText("last 5m");
        assertThat(page.locator("#latency-scope")).containsText("last 5m");
        page.goBack();
        assertThat(page.locator("#period")).hasValue("1h");
        assertThat(page.locator("#card-api")).containsText("last 1h");
        page.goForward();
        assertThat(page.locator("#card-api")).containsText("last 5m");

        assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void logFilters_whenChanged_areEntriesOfTheHistoryAndBackRestoresThem() {
        visit(LOGS);
        page.evaluate("window.sameDocument = true");
        page.locator("#logs-level").selectOption("WARN");
        page.locator("#logs-search").pressSequentially("order");
        page.keyboard().press("Enter");
        assertThat(page)
                .hasURL(server.uri(LOGS + "?log_level=WARN&log_search=order").toString());

        page.goBack();
        assertThat(page.locator("#logs-search")).hasValue("");
        assertThat(page.locator("#logs-level")).hasValue("WARN");
        page.goBack();
        assertThat(page.locator("#logs-level")).hasValue("");
        page.goForward();
        page.goForward();
        assertThat(page.locator("#logs-search")).hasValue("order");
        assertThat(page.locator("#logs-note")).containsText("No recent line matches the filter.");

        assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void navigation_fromOnePageToAnother_keepsTheView() {
        visit(LANDING + "?period=15m&log_level=ERROR");
        page.locator(".nav a", new Page.LocatorOptions().setHasText("Logs")).click();

        assertThat(page).hasURL(server.uri(LOGS + "?period=15m&log_level=ERROR").toString());
        assertThat(page.locator("#period")).hasValue("15m");
        assertThat(page.locator("#logs-level")).hasValue("ERROR");
        assertThat(page.locator("#logs-stored")).hasAttribute("href", "/api/monitoring/logs?level=ERROR&since=15m");
    }

    @Test
    void refresh_whilePaused_sendsNoRequestUntilResumed() {
        List<String> asked = new CopyOnWriteArrayList<>();
        page.clock().install();
        visit(LANDING + "?refresh=off");
        page.onRequest(request -> {
            if (request.url().contains(LANDING + "/overview")) {
                asked.add(request.url());
            }
        });
        assertThat(page.locator("#freshness-age")).hasText(Pattern.compile("data \\d+ s old, paused"));
        page.clock().fastForward(600_000);
        assertThat(page.locator("#refresh-interval")).hasValue("off");
        // Old data is never green, even if refreshing was paused.
        assertThat(page.locator("#freshness")).hasAttribute("data-state", "stale");
        assertThat(page.locator("#card-api")).hasAttribute("data-state", "stale");
        assertThat(asked).isEmpty();

        page.locator("#refresh-now").click();
        assertThat(page.locator("#card-api")).not().hasAttribute("data-state", "stale");
        assertThat(asked).hasSize(1);

        page.locator("#refresh-interval").selectOption("5s");
        assertThat(page).hasURL(server.uri(LANDING).toString());
        await().atMost(Duration.ofMinutes(3)).until(() -> {
            page.clock().fastForward(5_000);
            return asked.size() >= 3;
        });
    }

    @Test
    void page_whileTheServiceDoesNotAnswer_saysSoAndRecovers() {
        page.clock().install();
        visit(LANDING);
        assertThat(page.locator("#latency")).hasAttribute("data-view", Pattern.compile("ready|partial"));
        page.route(
                Pattern.compile("/ui/monitoring/status|/advanced/overview|/api/latency|/api/breakdown"), Route::abort);

        await().atMost(Duration.ofMinutes(3)).until(() -> {
            page.clock().fastForward(6_000);
            return page.locator("#alarm").isVisible();
        });
        assertThat(page.locator("#alarm")).containsText("The query service has not answered since");
        assertThat(page.locator("#verdict")).hasAttribute("data-state", "stale");
        assertThat(page.locator("#card-redis .card-word")).hasText("stale");
        await().atMost(Duration.ofMinutes(3)).until(() -> {
            page.clock().fastForward(6_000);
            return "stale".equals(page.locator("#latency").getAttribute("data-view"));
        });
        assertThat(page.locator("#latency-note")).containsText("the query service does not answer");
        assertThat(page.locator("#breakdown")).hasAttribute("data-view", "stale");
        assertThat(page.locator("#breakdown-note")).containsText("the query service does not answer");

        page.unrouteAll();
        page.locator("#refresh-now").click();
        assertThat(page.locator("#alarm")).isHidden();
        assertThat(page.locator("#card-redis .card-word")).not().hasText("stale");
        assertThat(page.locator("#latency")).hasAttribute("data-view", Pattern.compile("ready|partial"));
    }

    @Test
    void endpoint_chosenWithTheKeyboard_showsWhereItsTimeGoes_andBackShowsAllAgain() {
        visit(LANDING);
        page.evaluate("window.sameDocument = true");
        assertThat(page.locator("#breakdown-endpoint")).hasText("all endpoints");
        // Most of the requests were not measured, which is not 0 ms.
        assertThat(page.locator("#breakdown")).hasAttribute("data-view", "partial");
        assertThat(page.locator("#breakdown-note")).containsText("of 900 requests (33.33 %)");
        assertThat(page.locator("#endpoints .parts-bar[data-measured=true] rect"))
                .hasCount(4);
        assertThat(page.locator("#endpoints .parts-bar[data-measured=false]"))
                .hasAttribute("aria-label", "not measured");

        page.locator("a.endpoint[data-route='/orders/{id}']").press("Enter");
        assertThat(page.locator("#breakdown-endpoint")).hasText("shop GET /orders/{id}");
        assertThat(page)
                .hasURL(server.uri(LANDING + "?service=shop&method=GET&route=%2Forders%2F%7Bid%7D")
                        .toString());
        assertThat(page.locator("#breakdown-title")).isFocused();
        // Not behind the header.
        assertThat(page.locator("#breakdown-title").boundingBox().y)
                .isGreaterThanOrEqualTo(page.locator("#page-header").boundingBox().height);
        assertThat(page.locator("a.endpoint[aria-current]")).hasAttribute("data-route", "/orders/{id}");
        assertThat(page.locator("#breakdown")).hasAttribute("data-view", "ready");
        assertThat(page.locator("#breakdown-sums dt"))
                .hasText(new String[] {"application", "database", "pool wait", "Redis", "HTTP"});
        assertThat(page.locator("#breakdown-sums div").nth(1)).containsText("50.0 %");
        assertThat(page.locator("#breakdown-time canvas")).isVisible();
        assertThat(page.locator("#breakdown-octaves canvas")).isVisible();
        assertThat(page.locator("#breakdown-background")).isHidden();
        assertThat(page.locator("#breakdown-unknown")).containsText("pg_stat_statements");

        page.goBack();
        assertThat(page.locator("#breakdown-endpoint")).hasText("all endpoints");
        assertThat(page.locator("#breakdown-background")).isVisible();
        assertThat(page.locator("a.endpoint[aria-current]")).hasCount(0);
        page.locator("#endpoints tr", new Page.LocatorOptions().setHasText("/products/{id}"))
                .click();
        assertThat(page.locator("#breakdown")).hasAttribute("data-view", "empty");
        assertThat(page.locator("#breakdown-note")).containsText("not measured");
        page.locator("#breakdown-all").click();
        assertThat(page).hasURL(server.uri(LANDING).toString());

        assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void calls_ofALinkedEndpoint_areSortedOnDemand_andTheirTextIsText() {
        visit(LANDING + "?service=shop&method=GET&route=%2Forders%2F%7Bid%7D&period=15m");
        assertThat(page.locator("#breakdown-endpoint")).hasText("shop GET /orders/{id}");
        Locator rows = page.locator("#breakdown-calls-rows tr");
        assertThat(rows.locator(".call-kind")).hasText(new String[] {"db", "pool", "redis"});
        assertThat(rows.nth(2)).containsText("75.0 %");
        assertThat(rows.nth(1)).containsText("–");

        page.locator("#breakdown [data-sort=mean_ms]").press("Enter");
        assertThat(rows.locator(".call-kind")).hasText(new String[] {"pool", "db", "redis"});
        assertThat(page.locator("#breakdown th:has([data-sort=mean_ms])")).hasAttribute("aria-sort", "descending");
        page.locator("#breakdown [data-sort=mean_ms]").click();
        assertThat(rows.locator(".call-kind")).hasText(new String[] {"redis", "db", "pool"});

        Locator statement = rows.nth(1).locator("summary");
        assertThat(statement.locator(".call-text")).hasText(Pattern.compile("^SELECT '<img .*…$"));
        statement.press("Enter");
        assertThat(rows.nth(1).locator("pre")).hasText(HOSTILE);
        page.locator("#refresh-now").click();
        statement.focus();
        assertThat(page.locator("#breakdown")).hasAttribute("data-view", "ready");
        for (int width : Widths.ALL) {
            Widths.assertFits(page, width);
        }
        assertThat(rows.nth(1).locator("pre")).isVisible();
        assertThat(statement).isFocused();
        assertThat(page.locator("#breakdown img, #breakdown script")).hasCount(0);
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void keyboard_alone_reachesTheContent() {
        visit(LANDING);
        settle();
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");

        assertThat(page.locator("main")).isFocused();
        page.keyboard().press("Tab");
        assertThat(page.evaluate("document.querySelector('main').contains(document.activeElement)"))
                .isEqualTo(true);
        assertThat(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
                .isEqualTo("solid");
    }

    @Test
    void everyPage_fitsWindowsOfAnyWidth_andHasNoAccessibilityViolationsInBothThemes() {
        for (String path : paths()) {
            page.setViewportSize(Widths.ALL[0], 900);
            visit(path);
            settle();
            for (int width : Widths.ALL) {
                Widths.assertFits(page, width);
            }
            page.setViewportSize(1440, 900);
            settle();
            assertThat(Axe.violations(page)).as(path).isEmpty();
            page.locator("#theme").click();
            settle();
            assertThat(Axe.violationsOfColors(page))
                    .as(path + ", the other theme")
                    .isEmpty();
        }
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void everyPage_whileTheDataIsOld_saysWhatIsWrong() throws SQLException {
        Instant old = Instant.now().minusSeconds(900);
        store.sinkOffset("tidemark.requests.v1", old, 7, old);
        for (String path : paths()) {
            visit(path);
            assertThat(page.locator("#health")).hasAttribute("data-state", "stale");
            assertThat(page.locator(path.equals(LANDING) ? "#verdict" : "#verdict-words"))
                    .containsText("the newest data is");
            assertThat(page.locator("#verdict-words")).isVisible(visible(!path.equals(LANDING)));
        }
    }

    private static LocatorAssertions.IsVisibleOptions visible(boolean visible) {
        return new LocatorAssertions.IsVisibleOptions().setVisible(visible);
    }

    @Test
    void everyPage_withAServiceAndAComparison_asksNothingThatIsRefused_andEachDownloadIsAFileWithAHeader() {
        int files = 0;
        for (String path : paths()) {
            visit(path + "?service=shop&compare=week&period=15m&route=%2Forders%2F%7Bid%7D");
            settle();
            assertThat(page.locator("#service")).hasValue("shop");
            assertThat(page.locator("#compare")).hasValue("week");
            for (Locator link : page.locator("a[download]:visible").all()) {
                HttpResponse<String> answer = server.get(link.getAttribute("href"));
                assertThat(answer.statusCode()).as(link.getAttribute("href")).isEqualTo(200);
                assertThat(answer.headers().firstValue("content-type"))
                        .hasValueSatisfying(type -> assertThat(type).startsWith("text/csv"));
                assertThat(answer.body().lines().findFirst())
                        .hasValueSatisfying(header -> assertThat(header).contains(","));
                files++;
            }
        }
        assertThat(files).isGreaterThan(10);
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void landingPage_ofASpanWithoutRequests_hasNoEmptyChart() {
        visit(LANDING + "?from=2026-01-01T00:00:00Z&to=2026-01-01T01:00:00Z");

        assertThat(page.locator("#latency")).hasAttribute("data-view", "empty");
        assertThat(page.locator("#latency .chart-frame")).isHidden();
        page.locator("#span-back").click();
        assertThat(page.locator("#latency .chart-frame canvas")).isVisible();
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void everyPage_isSmall_andNeverBlocksForLong() {
        for (String path : paths()) {
            // Others may take the processor in the middle of a task, so the best of several visits counts.
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                try (BrowserContext fresh = chromium.context()) {
                    page = fresh.newPage();
                    page.addInitScript(LONG_TASKS);
                    visit(path);
                    settle();

                    // All that was sent, compressed, to an empty cache.
                    assertThat(number(TRANSFERRED)).as("bytes of " + path).isBetween(10_000.0, MOST_BYTES);
                    assertThat(number("Math.max(0, ...longTasks)") / number(CONTROL))
                            .as("longest task of " + path)
                            .isLessThan(LONGEST_TASK);
                }
            });
        }
    }

    @Test
    void everyPage_refreshedManyTimes_keepsNothing() {
        for (String path : paths()) {
            visit(path + "?refresh=off&period=15m");
            settle();
            refresh(1);
            // One listener or a few elements of each refresh would be more, each time; log lines come and go.
            Kept before = kept();
            Kept after = before;
            for (int round = 0; round < 3 && (round == 0 || after.isMoreThan(before)); round++) {
                before = after;
                refresh(REFRESHES);
                after = kept();
            }
            assertThat(after.isMoreThan(before))
                    .as("%s: %s, then %s", path, before, after)
                    .isFalse();
        }
    }

    private record Kept(double listeners, double elements) {
        boolean isMoreThan(Kept before) {
            return listeners >= before.listeners + REFRESHES || elements >= 1.05 * before.elements + 10 * REFRESHES;
        }
    }

    private void refresh(int times) {
        for (int i = 0; i < times; i++) {
            page.waitForResponse(
                    response -> response.url().contains("/ui/monitoring/status"),
                    () -> page.locator("#refresh-now").click());
            settle();
        }
    }

    /** What the page keeps after a collection of garbage, by the browser's own count. */
    private Kept kept() {
        CDPSession session = context.newCDPSession(page);
        session.send("HeapProfiler.collectGarbage");
        session.send("Performance.enable");
        JsonArray metrics = session.send("Performance.getMetrics").getAsJsonArray("metrics");
        session.detach();
        return new Kept(metric(metrics, "JSEventListeners"), metric(metrics, "Nodes"));
    }

    private static double metric(JsonArray metrics, String name) {
        return metrics.asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(metric -> metric.get("name").getAsString().equals(name))
                .mapToDouble(metric -> metric.get("value").getAsDouble())
                .findFirst()
                .orElseThrow();
    }

    private double number(String script) {
        return ((Number) page.evaluate(script)).doubleValue();
    }

    private List<String> paths() {
        return Jsoup.parse(server.get(LANDING).body()).select(".nav a").eachAttr("href");
    }

    private static List<String> scripts() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/assets/js/pages"))) {
            return files.map(file -> file.getFileName().toString().replace(".js", ""))
                    .sorted()
                    .toList();
        }
    }

    /** Waits until every panel shows something. */
    private void settle() {
        assertThat(page.locator("[data-view=loading]:visible")).hasCount(0);
        assertThat(page.locator("#health[data-state=loading]")).hasCount(0);
    }

    private void visit(String path) {
        page.navigate(server.uri(path).toString());
        page.waitForLoadState(LoadState.LOAD);
    }
}
