package dev.tidemark.query.layout;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import dev.tidemark.embedded.Backends;
import dev.tidemark.query.fixture.Addresses;
import dev.tidemark.query.fixture.Axe;
import dev.tidemark.query.fixture.Chromium;
import dev.tidemark.query.fixture.Complaints;
import dev.tidemark.query.fixture.LogTopic;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Requests;
import dev.tidemark.query.fixture.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The controls of the header, the palette of commands, and selecting a span on a chart, in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlsIT {
    private static final String LANDING = "/ui/monitoring/advanced";
    private static final String LOGS = "/ui/monitoring/logs";
    /** The pages that have charts of the requests stored here. */
    private static final List<String> ALWAYS_CHARTS = List.of(LANDING, "/ui/monitoring/api");

    private static final Instant NOW = Instant.now();
    private static final DateTimeFormatter FIELD =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

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
        store.requests(Requests.spread(NOW.minusSeconds(3000), Duration.ofSeconds(3000), 900, "/products/{id}", 20, 0));
        store.requests(List.of(Requests.request(NOW.minusSeconds(60), "inventory", "GET", "/stock", 200, 5000)));
        store.sinkOffset("tidemark.requests.v1", NOW, 0, NOW);
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
    void customSpan_typed_isTheSpanOfThePage_andHasAWayBack() {
        visit(LANDING + "?period=15m");
        page.locator("#span-open").click();
        assertThat(page.locator("#span-from")).isFocused();
        Instant from = NOW.minusSeconds(1801);
        page.locator("#span-from").fill(FIELD.format(from));
        page.locator("#span-to").fill(FIELD.format(NOW.minusSeconds(599)));
        page.locator("#span-to").press("Enter");

        assertThat(page.locator("#span-custom")).isHidden();
        assertThat(page.locator("#span-chip")).isVisible();
        assertThat(query()).containsOnlyKeys("from", "to").containsEntry("from", seconds(from));
        assertThat(page.locator("#span-words")).containsText(seconds(from).substring(11, 19));
        assertThat(page.locator("#latency-scope")).containsText(seconds(from).substring(11, 19));
        assertThat(page.locator("#card-api")).containsText(seconds(from).substring(11, 19));
        JsonNode asked = server.json(
                "/api/monitoring/api/endpoints?service=shop&from=" + query().get("from") + "&to=" + query().get("to"));
        assertThat(page.locator("#card-api"))
                .containsText(
                        "requests " + asked.at("/endpoints/0/request_count").asText());

        page.locator("#span-back").click();
        assertThat(page).hasURL(server.uri(LANDING + "?period=15m").toString());
        assertThat(page.locator("#period")).hasValue("15m");
        assertThat(page.locator("#span-chip")).isHidden();
        page.goBack();
        assertThat(page.locator("#span-chip")).isVisible();
        page.goBack();
        assertThat(page.locator("#latency-scope")).containsText("last 15m");
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void customSpan_thatIsWrong_saysWhyAndChangesNothing() {
        visit(LANDING);
        page.locator("#span-open").click();
        page.locator("#span-from").fill(FIELD.format(NOW.minusSeconds(61)));
        page.locator("#span-to").fill(FIELD.format(NOW.minusSeconds(3599)));
        page.locator("#span-custom [type=submit]").click();

        assertThat(page.locator("#span-error")).hasText("The start must be before the end.");
        assertThat(page.locator("#span-from")).isFocused();
        assertThat(page.locator("#span-from")).hasAttribute("aria-invalid", "true");
        assertThat(Axe.violations(page)).isEmpty();
        page.keyboard().press("Escape");
        assertThat(page.locator("#span-custom")).isHidden();
        assertThat(page).hasURL(server.uri(LANDING).toString());
    }

    @Test
    void dragOverAChart_ofEachPageThatHasOne_selectsTheSpan_andBackUndoesIt() {
        for (String path :
                Jsoup.parse(server.get(LANDING).body()).select(".nav a").eachAttr("href")) {
            closeContext();
            open();
            visit(path);
            assertThat(page.locator("[data-view=loading]:visible")).hasCount(0);
            Locator chart = page.locator(".chart-frame canvas:visible").first();
            // That no panel loads does not mean that its chart is drawn.
            if (!ALWAYS_CHARTS.contains(path) && chart.count() == 0) {
                continue;
            }
            assertThat(chart).isVisible();
            String before = Addresses.of(page);
            drag(chart);

            assertThat(page.locator("#span-chip")).isVisible();
            Map<String, String> query = query();
            Instant from = Instant.parse(query.get("from"));
            Instant to = Instant.parse(query.get("to"));
            // A third of the default hour.
            assertThat(Duration.between(from, to)).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(35));
            page.goBack();
            assertThat(page).hasURL(before);
            assertThat(page.locator("#span-chip")).isHidden();
            assertThat(complaints.all()).as(path).isEmpty();
        }
    }

    @Test
    void chart_withTheKeyboard_readsFiguresAndSelectsTheSpan() {
        visit(LANDING);
        assertThat(page.locator("#latency")).hasAttribute("data-view", Pattern.compile("ready|partial"));
        Locator chart = page.locator("#latency .chart-frame");
        chart.focus();
        page.keyboard().press("ArrowLeft");
        page.keyboard().press("ArrowLeft");
        assertThat(chart.locator("[role=status]")).hasText(Pattern.compile(".* UTC, p99 .* ms, .*requests \\d+.*"));
        for (int i = 0; i < 5; i++) {
            page.keyboard().press("Shift+PageUp");
        }
        assertThat(chart.locator("[role=status]")).hasText(Pattern.compile("selected from .*"));
        page.keyboard().press("Enter");

        assertThat(page.locator("#span-chip")).isVisible();
        assertThat(Instant.parse(query().get("from"))).isBefore(Instant.parse(query().get("to")));
        assertThat(chart).isFocused();
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void palette_withTheKeyboard_goesToPagesAndChooses_andGivesTheFocusBack() {
        visit(LANDING);
        assertThat(page.locator("#service option")).hasCount(3);
        page.locator("#refresh-now").focus();
        command("period last 15m");
        assertThat(page.locator("#latency-scope")).containsText("last 15m");
        assertThat(page.locator("#refresh-now")).isFocused();
        command("compare week");
        command("service: inv");
        command("refresh off");
        assertThat(query())
                .containsOnly(
                        Map.entry("period", "15m"),
                        Map.entry("compare", "week"),
                        Map.entry("service", "inventory"),
                        Map.entry("refresh", "off"));
        command("theme light");
        assertThat(page.locator("html")).hasAttribute("data-theme", "light");
        command("times local");
        assertThat(page.locator("#zone")).hasText("Local");
        command("custom span");
        assertThat(page.locator("#span-from")).isFocused();
        page.keyboard().press("Escape");
        command("go logs");

        assertThat(page).hasURL(Pattern.compile(".*" + LOGS + "\\?.*service=inventory.*"));
        assertThat(page.locator("#compare")).hasValue("week");
        assertThat(page.locator("#logs-service")).hasAttribute("placeholder", "inventory");
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void dialogs_areAccessible_andQuestionMarkIsTextInAField() {
        visit(LOGS);
        page.keyboard().press("?");
        assertThat(page.locator("#help")).isVisible();
        assertThat(Axe.violations(page)).isEmpty();
        page.keyboard().press("Escape");
        assertThat(page.locator("#help")).isHidden();

        page.keyboard().press("Control+k");
        assertThat(page.locator("#palette-input")).isFocused();
        assertThat(Axe.violations(page)).isEmpty();
        page.keyboard().type("no such command?");
        assertThat(page.locator("#palette-list li")).hasCount(0);
        assertThat(page.locator("#palette-none")).hasText("No command has these words.");
        page.keyboard().press("Enter");
        page.keyboard().press("Control+k");
        assertThat(page.locator("#palette")).isHidden();
        page.locator("#logs-search").pressSequentially("why?");
        assertThat(page.locator("#logs-search")).hasValue("why?");
        assertThat(page.locator("#help")).isHidden();
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void themeAndZone_areOfThePerson_notOfTheAddress() {
        visit(LANDING);
        page.locator("#theme").click();
        page.locator("#zone").click();
        assertThat(page).hasURL(server.uri(LANDING).toString());
        page.reload();

        assertThat(page.locator("html")).hasAttribute("data-theme", "light");
        assertThat(page.locator("#zone")).hasText("Local");
        assertThat(page.locator("#zone-note")).containsText("local");
        assertThat(page.evaluate("getComputedStyle(document.body).colorScheme")).isEqualTo("light");
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void service_chosen_filtersTheFigures_andBackUndoesIt() {
        visit(LANDING);
        JsonNode services = server.json("/api/monitoring/services").get("services");
        assertThat(page.locator("#service option")).hasText(new String[] {
            "all",
            "shop (%s)".formatted(services.at("/0/request_count").asText()),
            "inventory (%s)".formatted(services.at("/1/request_count").asText())
        });
        page.locator("#service").selectOption("inventory");
        assertThat(page.locator("#breakdown-endpoint")).hasText("inventory");
        page.locator("#latency summary").click();
        assertThat(page.locator("#latency-rows")).containsText("5.0");
        assertThat(page.locator("#latency-rows")).not().containsText("20.");
        page.locator("#compare").selectOption("day");
        assertThat(query()).containsOnly(Map.entry("service", "inventory"), Map.entry("compare", "day"));

        page.goBack();
        assertThat(page.locator("#compare")).hasValue("");
        page.goBack();
        assertThat(page.locator("#service")).hasValue("");
        assertThat(page.locator("#breakdown-endpoint")).hasText("all endpoints");
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void addressOfASpanThatCannotBeRead_saysSo_andHasAWayBack() {
        visit(LOGS + "?from=yesterday");

        assertThat(page.locator("#span-words")).hasText("a span that cannot be read");
        page.locator("#span-back").click();
        assertThat(page).hasURL(server.uri(LOGS + "?period=1h").toString());
    }

    private void command(String typed) {
        page.keyboard().press("Control+k");
        assertThat(page.locator("#palette-input")).isFocused();
        page.keyboard().type(typed);
        page.keyboard().press("Enter");
        assertThat(page.locator("#palette")).isHidden();
    }

    /** From a third to two thirds of its width. */
    private void drag(Locator chart) {
        // Waits until it stays where it is.
        chart.hover();
        BoundingBox box = Objects.requireNonNull(chart.boundingBox());
        double y = box.y + box.height / 3;
        page.mouse().move(box.x + box.width / 3, y);
        page.mouse().down();
        page.mouse().move(box.x + box.width / 2, y, new Mouse.MoveOptions().setSteps(4));
        page.mouse().move(box.x + box.width * 2 / 3, y, new Mouse.MoveOptions().setSteps(4));
        page.mouse().up();
    }

    private Map<String, String> query() {
        return Addresses.query(page);
    }

    private static String seconds(Instant instant) {
        return FIELD.format(instant) + "Z";
    }

    private void visit(String path) {
        page.navigate(server.uri(path).toString());
    }
}
