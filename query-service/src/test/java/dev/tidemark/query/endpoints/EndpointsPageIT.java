package dev.tidemark.query.endpoints;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import dev.tidemark.query.fixture.Addresses;
import dev.tidemark.query.fixture.Axe;
import dev.tidemark.query.fixture.Chromium;
import dev.tidemark.query.fixture.Complaints;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page of endpoints in a real browser: what it shows is what the API says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndpointsPageIT {
    private static final Pattern SHOWN = Pattern.compile("ready|partial");

    private final Store store = Store.create();
    private final QueryServer server =
            QueryServer.settings().postgres(store.jdbcUrl()).start();
    private final Chromium chromium = Chromium.launch();
    /** A custom span of the past, whose figures do not change while they are compared. */
    private String span = "";

    private BrowserContext context;
    private Page page;
    private Complaints complaints;

    @BeforeAll
    void store() throws SQLException {
        Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 60 * 60);
        EndpointTraffic.store(store, now);
        store.sinkOffset("tidemark.requests.v1", now, 0, Instant.now());
        span = "from=" + now.minusSeconds(3000) + "&to=" + now;
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

    private void visit(String query) {
        page.navigate(
                server.uri("/ui/monitoring/api?refresh=off&" + span + query).toString());
        for (String id :
                new String[] {"endpoint-list", "endpoint-latency", "endpoint-heatmap", "breakdown", "endpoint-traces"
                }) {
            assertThat(page.locator("#" + id)).hasAttribute("data-view", SHOWN);
        }
    }

    @Test
    void table_hasTheFiguresOfTheApi_andChoosingAnEndpointIsInTheAddress() {
        visit("&compare=day");
        JsonNode first = server.json("/api/monitoring/api/endpoints?" + span).at("/endpoints/0");
        Locator row = page.locator("#endpoint-list tbody tr").first();

        assertThat(page.locator("#endpoint-list tbody tr")).hasCount(2);
        assertThat(row.locator("th")).hasText("GET " + first.get("route").asText());
        assertThat(row.locator("[data-column=p95_latency_ms] .cell-text"))
                .hasText("%.2f".formatted(first.get("p95_latency_ms").asDouble()));
        assertThat(row.locator("[data-column=error_count] .cell-text"))
                .hasText(first.get("error_count").asText());
        assertThat(row.locator("[data-column=requests_per_second] .delta"))
                .hasText(Pattern.compile("×2\\.\\d|\\+9\\d %"));
        assertThat(row.locator("rect.part-db")).hasCount(1);
        comparesTheMeanBefore();

        row.locator("a").click();
        assertThat(page).hasURL(Pattern.compile("service=shop&method=GET&route=%2Forders"));
        assertThat(page.locator("#endpoint-errors h2")).containsText("Errors: shop GET /orders");
        assertThat(page.locator("#endpoint-errors tbody tr")).hasCount(2);
        page.goBack();
        assertThat(page.locator("#endpoint-errors h2")).containsText("Errors: all endpoints");
        assertThat(page.locator("#endpoint-errors tbody tr")).hasCount(3);
        assertThat(complaints.all()).isEmpty();
    }

    private void comparesTheMeanBefore() {
        page.locator("#breakdown .twin summary").first().click();
        JsonNode means =
                server.json("/api/monitoring/api/breakdown?compare=day&" + span).at("/comparison/timeline/points");
        JsonNode newest = means.get(means.size() - 1).at("/mean/duration_ms");
        assertThat(newest.asDouble()).isPositive();
        assertThat(page.locator("#breakdown-time-rows tr").first().locator("td").last())
                .hasText("%.2f".formatted(newest.asDouble()));
    }

    @Test
    void trace_ofARequest_opensItsLines_asTheApiHasThem() {
        visit("&service=shop&method=GET&route=%2Forders");
        page.locator("#endpoint-traces tbody tr")
                .first()
                .locator("[data-column=trace_id] a")
                .click();

        assertThat(page).hasURL(Pattern.compile("/ui/monitoring/logs\\?.*trace_id=" + EndpointTraffic.TRACE));
        JsonNode lines = server.json("/api/monitoring/logs?since=7d&trace_id=" + EndpointTraffic.TRACE)
                .get("lines");
        assertThat(lines).hasSize(1);
        assertThat(page.locator("#trace h2")).containsText(EndpointTraffic.TRACE);
        assertThat(page.locator("#trace .log-message")).hasText("cannot <b>place</b> the order");
        page.locator("#trace .log-line").press("Enter");
        assertThat(page.locator("#trace .log-details")).containsText("at shop.Orders.place(Orders.java:7)");

        page.locator("#trace button", new Page.LocatorOptions().setHasText("Close"))
                .click();
        assertThat(page.locator("#trace")).isHidden();
        page.goBack();
        assertThat(page.locator("#trace .log-message")).isVisible();
    }

    @Test
    void table_widerThanThePhone_keepsItsFirstColumnInSight() {
        page.setViewportSize(390, 900);
        visit("");
        Locator name = page.locator("#endpoint-list tbody th").first();
        double x = name.boundingBox().x;
        Object moved = page.evaluate("() => { const box = document.querySelector('#endpoint-list .scroll');"
                + " box.scrollLeft = 200; return box.scrollLeft; }");

        assertThat(((Number) moved).intValue()).isEqualTo(200);
        assertThat(name.boundingBox().x).isEqualTo(x);
    }

    @Test
    void errors_showTheStackTraceAsText_andTracesTheSlowest() {
        visit("&service=shop&method=GET&route=%2Forders");
        JsonNode slowest =
                server.json("/api/monitoring/api/traces?route=/orders&" + span).get("traces");
        Locator broken = page.locator(".error-details li")
                .filter(new Locator.FilterOptions().setHasText(EndpointTraffic.BROKEN));

        broken.locator("summary").click();
        assertThat(broken.locator(".error-message")).hasText("cannot <b>place</b> the order");
        assertThat(broken.locator(".error-stack")).hasText("at shop.Orders.place(Orders.java:7)");
        assertThat(broken.locator("a")).hasText(EndpointTraffic.TRACE);
        assertThat(page.locator("#endpoint-traces tbody tr").first().locator("[data-column=duration_ms]"))
                .hasText("4000 ms");
        assertThat(slowest.get(0).get("duration_ms").asDouble()).isEqualTo(4000);

        page.locator("#endpoint-traces button", new Page.LocatorOptions().setHasText("failing"))
                .click();
        assertThat(page.locator("#endpoint-traces tbody tr")).hasCount(32);
        assertThat(page).hasURL(Pattern.compile("traces=failing"));
        assertThat(broken.locator(".error-stack")).isVisible();
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void rectangle_draggedOnTheHeatmap_showsWhereItsTimeWent() {
        visit("&service=shop&method=GET&route=%2Forders");
        page.locator("#endpoint-heatmap").scrollIntoViewIfNeeded();
        BoundingBox box = page.locator("#endpoint-heatmap .heatmap").boundingBox();
        // The cells lie between the labels of the axes; a rectangle in their middle, which has requests.
        page.mouse().move(box.x + 72 + (box.width - 88) * 0.3, box.y + 14 + (box.height - 40) * 0.45);
        page.mouse().down();
        page.mouse().move(box.x + 72 + (box.width - 88) * 0.5, box.y + 14 + (box.height - 40) * 0.6);
        page.mouse().move(box.x + 72 + (box.width - 88) * 0.7, box.y + 14 + (box.height - 40) * 0.75);
        page.mouse().up();
        assertThat(page).hasURL(Pattern.compile("cell_from=.*cell_max="));

        comparesTheRectangle();
        page.locator("#breakdown-durations").click();
        assertThat(page.locator("#breakdown-scope")).not().containsText("requests of");
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void rectangle_selectedWithTheKeyboard_showsWhereItsTimeWent_andEscapeDropsIt() {
        visit("&service=shop&method=GET&route=%2Forders");
        Locator frame = page.locator("#endpoint-heatmap .chart-frame");
        frame.focus();
        page.keyboard().press("ArrowLeft");
        page.keyboard().press("Home");
        page.keyboard().press("Shift+End");
        for (int i = 0; i < 30; i++) {
            page.keyboard().press("Shift+ArrowDown");
        }
        assertThat(frame.locator("[role=status]")).containsText("requests selected");
        page.keyboard().press("Enter");

        comparesTheRectangle();
        page.keyboard().press("Escape");
        assertThat(page).not().hasURL(Pattern.compile("cell_from"));
        assertThat(complaints.all()).isEmpty();
    }

    private void comparesTheRectangle() {
        assertThat(page.locator("#breakdown-scope")).containsText("requests of");
        Map<String, String> view = Addresses.query(page);
        JsonNode answer = server.json("/api/monitoring/api/breakdown?service=shop&method=GET&route=/orders&from="
                + view.get("cell_from") + (view.containsKey("cell_to") ? "&to=" + view.get("cell_to") : "") + "&min_ms="
                + view.get("cell_min") + "&max_ms=" + view.get("cell_max"));
        assertThat(answer.at("/selection/requests").asInt()).isPositive();
        assertThat(page.locator("#breakdown-scope"))
                .containsText("%,d requests of"
                        .formatted(answer.at("/selection/requests").asInt()));
        assertThat(page.locator("#breakdown-sums div").nth(1))
                .containsText(
                        "%.1f %%".formatted(100 * answer.at("/parts/db/share").asDouble()));
    }

    @Test
    void page_ofASpanWithoutRequests_saysSo_andHasNoViolations() {
        visit("&service=shop&method=GET&route=%2Forders");
        page.locator("#endpoint-heatmap .twin summary").click();
        assertThat(page.locator("#endpoint-heatmap .twin tbody tr").first()).isVisible();
        assertThat(Axe.violations(page)).isEmpty();

        page.navigate(server.uri("/ui/monitoring/api?from=2026-01-01T00:00:00Z&to=2026-01-01T01:00:00Z")
                .toString());
        for (String id : new String[] {"endpoint-list", "endpoint-heatmap", "endpoint-errors", "breakdown"}) {
            assertThat(page.locator("#" + id)).hasAttribute("data-view", "empty");
        }
    }
}
