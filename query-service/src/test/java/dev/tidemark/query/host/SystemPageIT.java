package dev.tidemark.query.host;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.tidemark.query.fixture.Chromium;
import dev.tidemark.query.fixture.Complaints;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page of the hosts and JVMs, in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SystemPageIT {
    private static final String PAGE = "/ui/monitoring/system?period=15m&refresh=off";
    private static final String SYSTEM = "/api/monitoring/system/";

    private final Store store = Store.create();
    private final QueryServer server =
            QueryServer.settings().postgres(store.jdbcUrl()).start();
    private final Chromium chromium = Chromium.launch();
    private final Instant now = Instant.now();

    @BeforeAll
    void store() throws SQLException {
        for (int i = 0; i < 4; i++) {
            Instant at = now.minusSeconds(300 - 99L * i);
            host("alpha", at, "cpu_percent", 10 + 7 * i, Map.of());
            host("beta", at, "cpu_percent", 80 + i, Map.of());
            host("alpha", at, "network_rx_bytes_per_second", 3_000 + i, Map.of());
        }
        Instant at = now.minusSeconds(2);
        host("alpha", at, "disk_percent", 40, Map.of());
        host("alpha", at, "disk_total_gb", 100, Map.of());
        host("alpha", at, "mount_percent", 99, Map.of("mount", "/data"));
        host("alpha", at, "device_utilization_percent", 12, Map.of("device", "sda"));
        host("alpha", at, "tcp_connections", 17, Map.of("state", "established"));
        host("alpha", at, "process_cpu_percent", 61, Map.of("process", "<b>java</b>"));
        for (String instance : new String[] {"shop-1", "shop-2"}) {
            for (String gauge : new String[] {"jvm_heap_used_mb", "jvm_threads", "jvm_gc_longest_pause_ms"}) {
                store.sample(at, "shop", instance, Map.of("host", "alpha"), gauge, instance.equals("shop-1") ? 50 : 70);
            }
        }
    }

    private void host(String host, Instant at, String name, double value, Map<String, String> labels)
            throws SQLException {
        Map<String, String> all = new TreeMap<>(labels);
        all.put("host", host);
        store.sample(at, "shop", null, all, name, value);
    }

    @AfterAll
    void close() {
        chromium.close();
        server.close();
    }

    @Test
    void page_showsTheFiguresOfTheApi_ofTheChosenHostAndJvm() {
        try (BrowserContext context = chromium.context()) {
            Page page = context.newPage();
            Complaints complaints = Complaints.of(page);
            page.navigate(server.uri(PAGE).toString());

            JsonNode hosts = server.json(SYSTEM + "cpu?period=15m").get("hosts");
            for (JsonNode host : hosts) {
                Locator row = page.locator("#hosts tbody tr")
                        .filter(new Locator.FilterOptions()
                                .setHasText(host.get("host").asText()));
                assertThat(row.locator("[data-column=cpu] .cell-text"))
                        .hasText(percent(host.at("/values/cpu_percent").asDouble()));
                assertThat(row.locator("[data-column=load] .cell-text")).hasText("–");
            }
            assertThat(page.locator("#cpu h2")).containsText("CPU of alpha");
            assertThat(page.locator("#figure-swap .dim")).isVisible();
            assertThat(page.locator("#disk [data-column=mount]")
                            .filter(new Locator.FilterOptions().setHasText("/data")))
                    .isVisible();
            assertThat(page.locator("#network tbody").filter(new Locator.FilterOptions().setHasText("established")))
                    .containsText("17");
            assertThat(page.locator("#processes tbody")).containsText("<b>java</b>");
            chart(page, "cpu-use", history(hosts.get(0), "cpu_percent"), "%");

            page.locator("#hosts tbody a")
                    .filter(new Locator.FilterOptions().setHasText("beta"))
                    .click();
            assertThat(page).hasURL(Pattern.compile("host=beta"));
            assertThat(page.locator("#cpu h2")).containsText("CPU of beta");
            assertThat(page.locator("#jvms .state-note")).hasText("No JVM sends readings in this span.");

            page.navigate(server.uri(PAGE + "&host=alpha&jvm=shop%2Fshop-2").toString());
            assertThat(page.locator("#jvm h2")).containsText("JVM shop-2");
            JsonNode jvm =
                    server.json(SYSTEM + "processes?period=15m&host=alpha").at("/jvms/1");
            assertThat(jvm.get("instance").asText()).isEqualTo("shop-2");
            chart(page, "pauses", history(jvm, "jvm_gc_longest_pause_ms"), "ms");
            assertThat(complaints.all()).isEmpty();
        }
    }

    @Test
    void page_ofAServiceWithoutReadings_saysSo() {
        try (BrowserContext context = chromium.context()) {
            Page page = context.newPage();
            page.navigate(server.uri(PAGE + "&service=nobody").toString());

            assertThat(page.locator("#hosts .state-note")).containsText("add com.github.oshi:oshi-core");
            assertThat(page.locator("#jvm .state-note")).hasText("No JVM sends readings in this span.");
            org.assertj.core.api.Assertions.assertThat(page.locator("#cpu").getAttribute("data-view"))
                    .isEqualTo("empty");
        }
    }

    /** The table below a chart has a row for each step, and the newest figure of the history. */
    private static void chart(Page page, String figure, JsonNode history, String unit) {
        Locator twin = page.locator("#figure-" + figure + " .twin");
        twin.locator("summary").click();
        JsonNode last = history.get(history.size() - 1);
        double value = last.get("mean").asDouble();
        assertThat(twin.locator("tbody")).containsText(unit.equals("%") ? percent(value) : "%.1f ms".formatted(value));
    }

    private static JsonNode history(JsonNode source, String gauge) {
        for (JsonNode series : source.get("history")) {
            if (series.get("name").asText().equals(gauge)) {
                return series.get("points");
            }
        }
        throw new AssertionError("no history of " + gauge + " in " + source);
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.1f %%", value);
    }
}
