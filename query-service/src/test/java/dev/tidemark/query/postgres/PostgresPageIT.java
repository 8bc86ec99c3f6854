package dev.tidemark.query.postgres;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.tidemark.query.fixture.Addresses;
import dev.tidemark.query.fixture.Axe;
import dev.tidemark.query.fixture.Calls;
import dev.tidemark.query.fixture.Chromium;
import dev.tidemark.query.fixture.Complaints;
import dev.tidemark.query.fixture.MonitoredDatabase;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Requests;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.Widths;
import dev.tidemark.wire.event.CallKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page of PostgreSQL in a real browser, compared with the API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresPageIT {
    private static final String PAGE = "/ui/monitoring/postgres";
    private static final String API = "/api/monitoring/postgres/";
    private static final String TEXT = "SELECT count(height) FROM tide WHERE height > ? AND pg_sleep(?) IS NOT NULL";
    private static final LocatorAssertions.ContainsTextOptions PATIENT =
            new LocatorAssertions.ContainsTextOptions().setTimeout(180_000);

    private final MonitoredDatabase postgres = MonitoredDatabase.create("monitored_page");
    private final Store store = Store.create();
    private final Chromium chromium = Chromium.launch();
    private QueryServer server;

    private BrowserContext context;
    private Page page;
    private Complaints complaints;

    @BeforeAll
    void start() throws Exception {
        String url = postgres.url();
        postgres.execute("""
                CREATE TABLE tide (height int PRIMARY KEY, harbour int) WITH (autovacuum_enabled = off);
                INSERT INTO tide SELECT n, n % 100 FROM generate_series(1, 30000) AS n;
                CREATE INDEX tide_harbour ON tide (harbour);
                CREATE INDEX tide_harbour_again ON tide (harbour);
                DELETE FROM tide WHERE height <= 15000;
                ANALYZE tide
                """);
        Instant now = Instant.now();
        String instance = url.replaceFirst("^jdbc:postgresql:/*", "");
        Map<Instant, Double> values = new HashMap<>();
        for (int i = 1; i <= 60; i++) {
            values.put(now.minusSeconds(10L * i), 40.0 + i % 7);
        }
        for (String name : List.of("connections_total", "cache_hit_ratio", "commits_per_second")) {
            store.samples("postgres", "tidemark-collector", instance, Map.of(), name, values);
        }
        store.requests(List.of(Requests.request(now.minusSeconds(60), "shop", "GET", "/tides", 200, 100_000)));
        Calls.store(
                store,
                List.of(Calls.calls(
                        now.minusSeconds(60), "/tides", CallKind.DB, "shop", TEXT, 3, 120_000, 3L, null, null)));
        server = QueryServer.settings().postgres(store.jdbcUrl()).monitored(url).start();
        server.json(API + "slow_queries?period=15m");
        postgres.execute("SELECT count(height) FROM tide WHERE height > 29999 AND pg_sleep(0.12) IS NOT NULL");
        await().atMost(Duration.ofMinutes(3))
                .until(() ->
                        server.fresh(API + "slow_queries?period=15m").toString().contains("count(height)"));
    }

    @AfterAll
    void stop() {
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
    void close() {
        context.close();
    }

    @Test
    void checklist_isThatOfTheApi_andWhatFailsIsOpenWithItsSql() {
        visit("?period=15m&refresh=off");
        assertThat(page.locator("#check-dead_rows .check-word")).hasText("act");
        JsonNode checks = server.json(API + "checks?period=15m").get("checks");

        assertThat(page.locator(".check")).hasCount(checks.size());
        for (JsonNode check : checks) {
            Locator item = page.locator("#check-" + check.get("id").asText());
            String state = check.get("state").asText();
            assertThat(item).hasAttribute("data-check", state);
            assertThat(item.getAttribute("open") != null)
                    .as(check.get("id").asText())
                    .isEqualTo(state.equals("watch") || state.equals("degraded"));
        }
        assertThat(page.locator("#check-dead_rows .check-value")).hasText("50.0 %");
        assertThat(page.locator("#check-dead_rows pre")).hasText("VACUUM (ANALYZE) public.tide");
        assertThat(page.locator("#check-duplicate_indexes pre"))
                .hasText("DROP INDEX CONCURRENTLY public.tide_harbour_again");
        assertThat(page.locator("#check-checkpoints")).hasAttribute("data-check", "unknown");

        page.locator("#check-dead_rows summary").click();
        page.locator("#refresh-now").click();
        assertThat(page.locator("#check-dead_rows")).not().hasAttribute("open", "");
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void statement_chosen_showsItsTextCallersAndPlans_andBackClosesIt() {
        visit("?period=15m&refresh=off");
        Locator row = page.locator("#statements-table tbody tr")
                .filter(new Locator.FilterOptions().setHasText("count(height)"));
        assertThat(row).hasCount(1);
        assertThat(row).containsText("GET /tides");
        assertThat(page.locator("#statement")).isHidden();
        row.locator("a").click();

        assertThat(page.locator("#statement .statement-text pre")).hasText(TEXT);
        assertThat(page.locator("#statement-callers tbody tr")).containsText("GET /tides");
        assertThat(page.locator("#statement-plans")).containsText("no plan of this statement was taken", PATIENT);
        String id = page.locator("#statement .postgres-facts dd").first().textContent();
        JsonNode asked = server.json(API + "slow_queries?period=15m&queryid=" + id);
        assertThat(asked.at("/rows/0/query").asText()).isEqualTo(TEXT);
        assertThat(page.locator("#statement .postgres-facts dd").nth(1))
                .hasText(asked.at("/rows/0/calls").asText());
        assertThat(Addresses.query(page)).containsEntry("statement", id);
        page.goBack();
        assertThat(page.locator("#statement")).isHidden();

        page.locator("#statements-table button[data-sort=calls]").click();
        assertThat(page).hasURL(Pattern.compile("statements_sort=calls"));
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void figures_ofTablesIndexesAndServer_areThoseOfTheApi() {
        visit("?period=15m&refresh=off&compare=day");
        JsonNode tide = row(server.json(API + "tables?period=15m").get("rows"), "table", "tide");
        Locator line =
                page.locator("#tables-table tbody tr").filter(new Locator.FilterOptions().setHasText("public.tide"));

        assertThat(line.locator("[data-column=live_rows]")).containsText("15,000");
        assertThat(line.locator("[data-column=dead_percent]")).hasText("50.0 %");
        assertThat(line.locator("[data-column=dead_percent]")).hasAttribute("data-state", "down");
        assertThat(line.locator("[data-column=dead_rows]"))
                .hasText(String.format(Locale.ROOT, "%,d", tide.get("dead_rows").asLong()));
        assertThat(page.locator("#indexes-table tbody tr")
                        .filter(new Locator.FilterOptions().setHasText("tide_harbour_again")))
                .containsText("duplicate of tide_harbour");
        JsonNode status = server.json(API + "status?period=15m");
        assertThat(page.locator("#server .postgres-facts"))
                .containsText(status.get("version").asText());
        assertThat(page.locator("#server .postgres-facts"))
                .containsText("of " + status.get("connections_max").asText());
        Locator twin = page.locator("#server .postgres-charts figure").first().locator("details.twin");
        twin.locator("summary").click();
        JsonNode total = row(status.get("history"), "name", "connections_total").get("points");
        List<?> expected = (List<?>) page.evaluate("""
                async (text) => {
                  const { timeText, valueText } = await import("/assets/js/wording.js");
                  return JSON.parse(text).map(({ at, mean }) => `${timeText(Date.parse(at))}|${valueText(mean, "sessions")}`);
                }""", total.toString());
        List<String> drawn = twin.locator("tbody tr").all().stream()
                .map(step -> step.locator("th, td").nth(0).textContent() + "|"
                        + step.locator("th, td").nth(1).textContent())
                .toList();
        // The page asked earlier: the oldest step and the newest may have had other readings.
        assertThat(drawn)
                .hasSizeGreaterThan(10)
                .containsAll(expected.subList(1, expected.size() - 1).stream()
                        .map(Object::toString)
                        .toList());
        assertThat(complaints.all()).isEmpty();
    }

    @Test
    void locks_areATree() throws Exception {
        postgres.execute("CREATE TABLE IF NOT EXISTS berth AS SELECT 1 AS id");
        try (Connection root = postgres.connect();
                Connection waiter = postgres.connect();
                Connection second = postgres.connect()) {
            root.setAutoCommit(false);
            root.createStatement().execute("UPDATE berth SET id = 42");
            Thread waiting = update(waiter, 43);
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> server.fresh(API + "locks").get("waiting").asInt() == 1);
            JsonNode sessions = server.json(API + "locks").get("sessions");
            visit("?period=15m&refresh=off");

            assertThat(page.locator("#locks .lock")).hasCount(2);
            assertThat(page.locator("#locks .lock").first())
                    .hasAttribute("data-pid", sessions.at("/0/pid").asText());
            assertThat(page.locator("#locks .lock").first()).containsText("blocks 1");
            assertThat(page.locator("#locks .lock").first()).containsText("UPDATE berth SET id = ?");
            assertThat(page.locator("#locks .lock .sql pre"))
                    .hasText(sessions.at("/0/remedy").asText());
            assertThat(page.locator("#locks .lock").nth(1)).hasAttribute("data-depth", "1");
            assertThat(page.locator("#check-locks")).hasAttribute("data-check", "watch");

            page.locator("#locks .lock .sql pre").focus();
            Thread another = update(second, 44);
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> server.fresh(API + "locks").get("waiting").asInt() == 2);
            page.evaluate("document.getElementById('refresh-now').click()");
            assertThat(page.locator("#locks .lock")).hasCount(3);
            assertThat(page.locator("#locks .lock .sql pre")).isFocused();
            root.rollback();
            waiting.join();
            another.join();
        }
        await().atMost(Duration.ofMinutes(3))
                .until(() -> server.fresh(API + "locks").get("waiting").asInt() == 0);
        page.locator("#refresh-now").click();
        assertThat(page.locator("#locks")).containsText("Nobody waits for a lock now.");
    }

    private static Thread update(Connection connection, int id) {
        return Thread.ofVirtual().start(() -> {
            try (var statement = connection.createStatement()) {
                statement.execute("UPDATE berth SET id = " + id);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void page_ofALesserRole_showsTheGrant() throws SQLException {
        postgres.execute("DROP ROLE IF EXISTS page_ro; CREATE ROLE page_ro LOGIN PASSWORD 'ro'");
        try (QueryServer blind = QueryServer.settings()
                .postgres(store.jdbcUrl())
                .with("tidemark.monitored.postgres.url", postgres.url())
                .with("tidemark.monitored.postgres.user", "page_ro")
                .with("tidemark.monitored.postgres.password", "ro")
                .start()) {
            page.navigate(blind.uri(PAGE).toString());

            assertThat(page.locator("#sessions [data-part=note]")).containsText("run GRANT pg_monitor TO page_ro");
            assertThat(page.locator("#statements [data-part=note]")).containsText("GRANT pg_monitor TO page_ro");
            assertThat(page.locator("#check-long_transactions")).hasAttribute("data-check", "unknown");
            page.locator("#check-long_transactions summary").click();
            assertThat(page.locator("#check-long_transactions pre")).hasText("GRANT pg_monitor TO page_ro");
        }
    }

    @Test
    void page_isAccessible_andFitsEveryWidth() {
        page.setViewportSize(Widths.ALL[0], 900);
        visit("?period=15m&refresh=off");
        assertThat(page.locator("#tables-table tbody tr").first()).isVisible();
        for (int width : Widths.ALL) {
            Widths.assertFits(page, width);
        }
        assertThat(Axe.violations(page)).isEmpty();
    }

    private void visit(String query) {
        page.navigate(server.uri(PAGE + query).toString());
    }

    private static JsonNode row(JsonNode rows, String field, String value) {
        for (JsonNode row : rows) {
            if (row.get(field).asText().equals(value)) {
                return row;
            }
        }
        throw new AssertionError(value + " is not in " + rows);
    }
}
