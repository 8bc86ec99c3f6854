package dev.tidemark.query.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import dev.tidemark.wire.metric.Gauge;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** Hosts, their file systems and JVMs, from complete and incomplete samples. */
class HostIT {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34Z");
    private static final Instant LATELY = NOW.minusSeconds(3);

    private final Store store = Store.create();

    @Test
    void everyGaugeThatTheFilterSends_isReturnedByTheApi() throws SQLException {
        for (Gauge gauge : Gauge.values()) {
            String label = gauge.label();
            Map<String, String> labels = label == null ? Map.of("host", "alpha") : Map.of("host", "alpha", label, "x");
            store.sample(LATELY, "shop", "shop-1", labels, gauge.wireName(), value(gauge));
        }
        try (QueryServer server = server()) {
            StringBuilder answers = new StringBuilder();
            for (String part : new String[] {"cpu", "memory", "disk", "network", "processes"}) {
                answers.append(server.json("/api/monitoring/system/" + part));
            }
            for (Gauge gauge : Gauge.values()) {
                assertThat(answers.toString()).contains("\"" + gauge.wireName() + "\":" + value(gauge));
            }
        }
    }

    @Test
    void fullMount_isShownAndAddsANote() throws SQLException {
        healthy("alpha");
        mount("alpha", "/var/lib/postgresql", 495, 500, 99);
        mount("alpha", "/data", 100, 1000, 10);
        mount("alpha", "/backup", 96, 100, 96);
        try (QueryServer server = server()) {
            JsonNode summary = server.json("/api/monitoring/summary");
            JsonNode system = summary.get("system");

            assertThat(system.get("disk_mount").asText()).isEqualTo("/var/lib/postgresql");
            assertThat(system.get("disk_percent").asDouble()).isEqualTo(99);
            assertThat(system.get("disk_used_gb").asDouble()).isEqualTo(495);
            assertThat(system.get("disk_available_gb").asDouble()).isEqualTo(5);
            assertThat(system.at("/hosts/0/mounts").findValuesAsText("mount"))
                    .containsExactly("/var/lib/postgresql", "/backup", "/", "/data");
            assertThat(summary.at("/verdict/conditions").findValuesAsText("text"))
                    .contains(
                            "host alpha: disk /var/lib/postgresql 99.0 % in use",
                            "host alpha: disk /backup 96.0 % in use");
            Element card = card(server);
            assertThat(card.attr("data-state")).isEqualTo("watch");
            assertThat(card.text()).contains("disk /var/lib/postgresql 495.0 GB / 500.0 GB");
        }
    }

    @Test
    void diskGauge_withSpaceReservedForRoot_agreesWithTheFigures() throws SQLException {
        healthy("alpha");
        // 100 GB, 5 of them reserved for root: df shows 80 %.
        store.sample(LATELY, "alpha", "disk_used_gb", 76);
        store.sample(LATELY, "alpha", "disk_total_gb", 100);
        store.sample(LATELY, "alpha", "disk_percent", 80);
        try (QueryServer server = server()) {
            JsonNode system = server.json("/api/monitoring/summary").get("system");

            double used = system.get("disk_used_gb").asDouble();
            double available = system.get("disk_available_gb").asDouble();
            assertThat(100 * used / (used + available))
                    .isEqualTo(system.get("disk_percent").asDouble());
            assertThat(card(server).text()).contains("disk / 76.0 GB / 95.0 GB");
        }
    }

    @Test
    void hostThatReportsOnlyItsDisk_isUnknownInsteadOfZero() throws SQLException {
        store.sample(LATELY, "alpha", "disk_percent", 20);
        mount("alpha", "/var/lib/postgresql", 495, 500, 99);
        try (QueryServer server = server()) {
            JsonNode system = server.json("/api/monitoring/summary").get("system");

            for (String figure : new String[] {"cpu_percent", "cpu_count", "memory_used_mb", "memory_percent"}) {
                assertThat(system.get(figure).isNull()).as(figure).isTrue();
                assertThat(system.at("/hosts/0/" + figure).isNull()).as(figure).isTrue();
            }
            assertThat(system.get("disk_percent").asDouble()).isEqualTo(99);
            assertThat(system.at("/unknown/0/fields").toString()).isEqualTo("[\"cpu_percent\",\"memory_percent\"]");
            Element card = card(server);
            assertThat(card.attr("data-state")).isEqualTo("unknown");
            assertThat(card.select(".headline-figure").text()).isEqualTo("–");
            assertThat(card.text()).doesNotContain("0.0 MB");
        }
    }

    @Test
    void hostWithoutOshi_isUnknownAndSuggestsTheRemedy() throws SQLException {
        store.sample(LATELY, "alpha", "jvm_heap_used_mb", 50);
        try (QueryServer server = server()) {
            JsonNode system = server.json("/api/monitoring/summary").get("system");

            assertThat(system.get("status").asText()).isEqualTo("unknown");
            assertThat(system.get("host").asText()).isEqualTo("alpha");
            assertThat(system.get("cpu_percent").isNull()).isTrue();
            assertThat(system.at("/unknown/0/remedy").asText()).contains("oshi-core");
            assertThat(card(server).attr("data-state")).isEqualTo("unknown");
            assertThat(card(server).text()).contains("oshi-core");
        }
    }

    @Test
    void gaugeThatIsNotANumberOrOutdated_isUnknown() throws SQLException {
        healthy("alpha");
        store.sample(LATELY, "alpha", "cpu_percent", Double.NaN);
        store.sample(NOW.minusSeconds(120), "beta", "cpu_percent", 50);
        store.sample(LATELY, "beta", "memory_percent", 50);
        try (QueryServer server = server()) {
            JsonNode hosts = server.json("/api/monitoring/summary").at("/system/hosts");

            assertThat(hosts.findValuesAsText("host")).containsExactly("alpha", "beta");
            assertThat(hosts.at("/0/cpu_percent").isNull()).isTrue();
            assertThat(hosts.at("/0/memory_percent").asDouble()).isEqualTo(40);
            assertThat(hosts.at("/1/cpu_percent").isNull()).isTrue();
            assertThat(hosts.at("/1/memory_percent").asDouble()).isEqualTo(50);
        }
    }

    @Test
    void container_showsTheProcessorsThatItMayUse() throws SQLException {
        healthy("alpha");
        store.sample(LATELY, "alpha", "cpu_limit", 1.5);
        try (QueryServer server = server()) {
            assertThat(server.json("/api/monitoring/summary")
                            .at("/system/cpu_limit")
                            .asDouble())
                    .isEqualTo(1.5);
            assertThat(card(server).text()).contains("CPU of 1.5 of 2 processors");
        }
    }

    @Test
    void hostWithoutNewSamples_isStaleAndCausesNoSymptom() throws SQLException {
        store.sample(NOW.minusSeconds(200), "gone", "cpu_percent", 99);
        try (QueryServer server = server()) {
            JsonNode summary = server.json("/api/monitoring/summary");

            assertThat(summary.at("/system/status").asText()).isEqualTo("stale");
            assertThat(summary.at("/verdict/conditions").findValuesAsText("subject"))
                    .doesNotContain("system");
            assertThat(card(server).attr("data-state")).isEqualTo("stale");
        }
    }

    private void healthy(String host) throws SQLException {
        store.sample(LATELY.minusSeconds(1), host, "cpu_percent", 12);
        store.sample(LATELY.minusSeconds(1), host, "cpu_count", 2);
        store.sample(LATELY.minusSeconds(1), host, "memory_used_mb", 400);
        store.sample(LATELY.minusSeconds(1), host, "memory_total_mb", 1000);
        store.sample(LATELY.minusSeconds(1), host, "memory_percent", 40);
        store.sample(LATELY.minusSeconds(1), host, "disk_percent", 30);
    }

    private void mount(String host, String mount, double used, double total, double percent) throws SQLException {
        store.sample(LATELY, host, "mount_used_gb", mount, used);
        store.sample(LATELY, host, "mount_total_gb", mount, total);
        store.sample(LATELY, host, "mount_percent", mount, percent);
    }

    private static double value(Gauge gauge) {
        return gauge.ordinal() + 0.25;
    }

    private QueryServer server() {
        return QueryServer.settings()
                .postgres(store.jdbcUrl())
                .clock(new TestClock(NOW))
                .start();
    }

    private static Element card(QueryServer server) {
        return Objects.requireNonNull(
                Jsoup.parse(server.get("/ui/monitoring/advanced").body()).getElementById("card-system"));
    }
}
