package dev.tidemark.query.layout;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.LoadState;
import dev.tidemark.embedded.Backends;
import dev.tidemark.query.fixture.Chromium;
import dev.tidemark.query.fixture.Complaints;
import dev.tidemark.query.fixture.EventStream;
import dev.tidemark.query.fixture.LogTopic;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Requests;
import dev.tidemark.query.fixture.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behaviour common to all pages, in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesIT {
    private static final String LANDING = "/ui/monitoring/advanced";
    private static final String LOGS = "/ui/monitoring/logs";

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
        store.sinkOffset("tidemark.requests.v1", now, 7, now);
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
    void everyPage_ofTheNavigation_loadsWithoutErrors() {
        List<String> paths =
                Jsoup.parse(server.get(LANDING).body()).select(".nav a").eachAttr("href");

        assertThat(paths).containsExactly(LANDING, LOGS);
        for (String path : paths) {
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
    @ValueSource(strings = {"advanced", "logs"})
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
        assertThat(page.locator("#refresh-pause")).hasAttribute("aria-pressed", "true");
        // Old data is never green, even if refreshing was paused.
        assertThat(page.locator("#freshness")).hasAttribute("data-state", "stale");
        assertThat(page.locator("#card-api")).hasAttribute("data-state", "stale");
        assertThat(asked).isEmpty();

        page.locator("#refresh-now").click();
        assertThat(page.locator("#card-api")).not().hasAttribute("data-state", "stale");
        assertThat(asked).hasSize(1);

        page.locator("#refresh-pause").click();
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
        page.route(Pattern.compile("/ui/monitoring/status|/advanced/overview|/api/latency"), Route::abort);

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

        page.unrouteAll();
        page.locator("#refresh-now").click();
        assertThat(page.locator("#alarm")).isHidden();
        assertThat(page.locator("#card-redis .card-word")).not().hasText("stale");
        assertThat(page.locator("#latency")).hasAttribute("data-view", Pattern.compile("ready|partial"));
    }

    @Test
    void keyboard_alone_reachesTheContent() {
        visit(LANDING);
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

    @ParameterizedTest
    @ValueSource(ints = {1440, 768, 390})
    void page_ofAnyWidth_fits(int width) {
        for (String path : List.of(LANDING, LOGS)) {
            page.setViewportSize(width, 900);
            visit(path);

            assertThat(page.evaluate("document.documentElement.scrollWidth"))
                    .as(path)
                    .isEqualTo(width);
        }
    }

    private void visit(String path) {
        page.navigate(server.uri(path).toString());
        page.waitForLoadState(LoadState.LOAD);
    }
}
