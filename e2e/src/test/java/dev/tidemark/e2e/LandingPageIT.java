package dev.tidemark.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The landing page in a real browser, with the running demo. */
class LandingPageIT {
    private static final RunningTidemark TIDEMARK = RunningTidemark.withDemo();
    private static final Pattern HEADLINE = Pattern.compile("\\d m?s\\s*p95 of the last 30 s");
    private static final LocatorAssertions.ContainsTextOptions SOON =
            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);

    private static Playwright playwright;
    private static Browser browser;

    @BeforeAll
    static void open() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium())
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
    }

    @AfterAll
    static void close() {
        browser.close();
        playwright.close();
    }

    @Test
    void page_underTraffic_showsNumbersWithoutErrors() {
        List<String> complaints = new ArrayList<>();
        List<String> foreign = new ArrayList<>();
        try (Page page = browser.newPage()) {
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            page.onRequest(request -> {
                if (!request.url().startsWith(TIDEMARK.api().url("/"))) {
                    foreign.add(request.url());
                }
            });
            page.navigate(TIDEMARK.api().url("/ui/monitoring/advanced?period=5m"));

            assertThat(page.locator("main")).containsText(HEADLINE, SOON);
            assertThat(page.locator("main")).containsText("PostgreSQL", SOON);
            page.locator("canvas").first().waitFor();
        }
        assertThat(complaints).isEmpty();
        assertThat(foreign).isEmpty();
    }

    @Test
    void logsPage_underTraffic_showsLinesAndTheAgeOfTheData() {
        try (Page page = browser.newPage()) {
            page.navigate(TIDEMARK.api().url("/ui/monitoring/logs?log_service=shop"));

            assertThat(page.locator("#logs-link")).containsText("live", SOON);
            assertThat(page.locator("#freshness-age")).containsText(Pattern.compile("data \\d+ s old"), SOON);
            page.locator(".log-line").first().waitFor();
            assertThat(page.locator(".log-service").first()).containsText("shop");
        }
    }

    @Test
    void logLine_withAScriptInIt_isShownAsText() {
        String word = "<script>document.title='owned'</script>";
        try (Page page = browser.newPage()) {
            page.navigate(TIDEMARK.api().url("/ui/monitoring/advanced"));
            // The shop logs search texts. Repeated, in case the stream was not open yet.
            Awaitility.await()
                    .pollInSameThread()
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(250))
                    .until(() -> {
                        TIDEMARK.shop().get("/search?q=" + URLEncoder.encode(word, StandardCharsets.UTF_8));
                        return page.getByText(word).count() > 0;
                    });

            assertThat(page.getByText(word).first()).isVisible();
            assertThat(page.title()).doesNotContain("owned");
        }
    }

    private static Path chromium() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(
                                "no chromium, chromium-browser or google-chrome on the PATH: expected one for the browser test"));
    }
}
