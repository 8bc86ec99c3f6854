package dev.tidemark.query.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import dev.tidemark.query.samples.SampleHistories;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The paths of the hosts: readings of now and over a span. Each test has hosts of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostHistoryIT {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34Z");
    private static final Instant LATELY = NOW.minusSeconds(3);
    private static final String SYSTEM = "/api/monitoring/system/";

    private final Store store = Store.create();
    private final QueryServer server = QueryServer.settings()
            .postgres(store.jdbcUrl())
            .clock(new TestClock(NOW))
            .start();

    /** The filters are cached for a second, so everything is stored before the first question. */
    @BeforeAll
    void store() throws SQLException {
        history();
        twoServices();
        week();
        cumulative();
        items();
        stale();
        many();
    }

    @AfterAll
    void close() {
        server.close();
    }

    private void history() throws SQLException {
        Instant step = Instant.parse("2026-11-21T09:10:00Z");
        cpu("h", "shop", step, 10);
        cpu("h", "shop", step.plusSeconds(5), 30);
        cpu("h", "shop", step.plusSeconds(29), 80);
        cpu("h", "shop", step.plusSeconds(30), 7);
        cpu("h", "shop", step.plusSeconds(31), Double.NaN);
        cpu("h", "shop", NOW.minus(Duration.ofHours(2)), 99);
        cpu("h", "shop", LATELY, 50);
    }

    @Test
    void anHour_hasMeanAndMaximumOfEachStep() {
        JsonNode answer = server.json(SYSTEM + "cpu?period=1h&host=h");

        assertThat(answer.get("step_seconds").asLong()).isEqualTo(30);
        assertThat(answer.get("every_seconds").asLong()).isZero();
        assertThat(answer.get("from").asText()).isEqualTo("2026-11-21T08:40:30Z");
        assertThat(answer.get("to").asText()).isEqualTo("2026-11-21T09:41:00Z");
        assertThat(points(answer.at("/hosts/0"), "cpu_percent", null))
                .containsExactly(
                        "2026-11-21T09:10:00Z 40.0 80.0",
                        "2026-11-21T09:10:30Z 7.0 7.0",
                        "2026-11-21T09:40:30Z 50.0 50.0");
    }

    @Test
    void anySpan_hasOnlyItsReadings() {
        JsonNode answer = server.json(SYSTEM + "cpu?from=2026-11-21T07:40:00Z&to=2026-11-21T07:41:00Z&host=h");

        assertThat(points(answer.at("/hosts/0"), "cpu_percent", null))
                .containsExactly("2026-11-21T07:40:30Z 99.0 99.0");
        // What is newest does not depend on the span.
        assertThat(answer.at("/hosts/0/values/cpu_percent").asDouble()).isEqualTo(50);
        assertThat(answer.at("/hosts/0/stale").asBoolean()).isFalse();
    }

    private void twoServices() throws SQLException {
        cpu("two", "shop", LATELY, 40);
        cpu("two", "inventory", LATELY.minusSeconds(1), 60);
        jvm("two", "shop", "shop-1", LATELY, "jvm_cpu_percent", 25);
        jvm("two", "inventory", "inventory-1", LATELY, "jvm_cpu_percent", 35);
    }

    @Test
    void hostOfTwoServices_isOneHost_andNotAddedUp() {
        JsonNode answer = server.json(SYSTEM + "cpu?host=two");

        assertThat(answer.get("hosts")).hasSize(1);
        assertThat(answer.at("/hosts/0/values/cpu_percent").asDouble()).isEqualTo(40);
        assertThat(points(answer.at("/hosts/0"), "cpu_percent", null))
                .containsExactly("2026-11-21T09:40:30Z 50.0 60.0");
        assertThat(answer.get("jvms").findValuesAsText("instance")).containsExactly("inventory-1", "shop-1");
        assertThat(points(answer.at("/jvms/0"), "jvm_cpu_percent", null))
                .containsExactly("2026-11-21T09:40:30Z 35.0 35.0");
    }

    @Test
    void service_selectsItsReadings() {
        JsonNode answer = server.json(SYSTEM + "cpu?host=two&service=inventory");

        assertThat(answer.at("/hosts/0/values/cpu_percent").asDouble()).isEqualTo(60);
        assertThat(points(answer.at("/hosts/0"), "cpu_percent", null))
                .containsExactly("2026-11-21T09:40:30Z 60.0 60.0");
        assertThat(answer.get("jvms").findValuesAsText("service")).containsExactly("inventory");
        assertThat(server.json(SYSTEM + "cpu?host=nobody").get("hosts")).isEmpty();
    }

    private void week() throws SQLException {
        // Its value is the hour of the week, read every minute.
        Instant from = Instant.parse("2026-11-14T09:00:00Z");
        for (Instant day = from; day.isBefore(NOW.plus(Duration.ofDays(1))); day = day.plus(Duration.ofDays(1))) {
            store.execute("SELECT ensure_partition('sample', ?)", day.atOffset(ZoneOffset.UTC));
        }
        int metric = store.metric(NOW, "shop", null, Map.of("host", "week"), "memory_percent");
        store.execute("""
                INSERT INTO sample
                SELECT ?::timestamptz + make_interval(mins => n), n / 60, ? FROM generate_series(0, 168 * 60 + 40) AS n
                """, from.atOffset(ZoneOffset.UTC), metric);
    }

    @Test
    void aWeek_isReadFromAFewReadingsOfEachStep() {
        JsonNode answer = server.json(SYSTEM + "memory?period=7d&host=week");

        assertThat(answer.get("step_seconds").asLong()).isEqualTo(3600);
        assertThat(answer.get("every_seconds").asLong()).isEqualTo(600);
        List<String> points = points(answer.at("/hosts/0"), "memory_percent", null);
        assertThat(points)
                .hasSize(169)
                .startsWith("2026-11-14T09:00:00Z 0.0 0.0", "2026-11-14T10:00:00Z 1.0 1.0")
                .endsWith("2026-11-21T09:00:00Z 168.0 168.0");
    }

    private void cumulative() throws SQLException {
        Instant at = Instant.parse("2026-11-21T09:20:00Z");
        for (double pauses : new double[] {5, 5, 9, 2, 3}) {
            jvm("gc", "shop", "shop-1", at, "jvm_gc_pauses", pauses);
            at = at.plusSeconds(30);
        }
    }

    @Test
    void gaugeThatOnlyRises_showsItsRises_acrossARestart() {
        JsonNode answer = server.json(SYSTEM + "processes?host=gc");

        // It has sent nothing for longer than a host is remembered, but it is in the span.
        JsonNode jvm = answer.at("/jvms/0");
        assertThat(jvm.get("instance").asText()).isEqualTo("shop-1");
        assertThat(jvm.get("stale").asBoolean()).isTrue();
        assertThat(jvm.get("values")).isEmpty();
        assertThat(points(jvm, "jvm_gc_pauses", null))
                .containsExactly(
                        "2026-11-21T09:20:30Z 0.0 0.0", "2026-11-21T09:21:00Z 4.0 4.0", "2026-11-21T09:22:00Z 1.0 1.0");
    }

    private void items() throws SQLException {
        for (String disk : new String[] {"sda", "sdb"}) {
            item("items", "device_await_ms", "device", disk, disk.equals("sda") ? 2 : 20);
        }
        item("items", "mount_percent", "mount", "/data", 99);
        item("items", "tcp_connections", "state", "time_wait", 7);
        item("items", "interface_rx_drops_per_second", "interface", "eth0", 3);
        item("items", "process_memory_mb", "process", "postgres", 580);
        jvm("items", "shop", "shop-1", LATELY, "jvm_heap_used_mb", 100);
        store.sample(LATELY, "shop", "shop-1", Map.of("host", "items", "pool", "Eden"), "jvm_pool_used_mb", 12);
    }

    @Test
    void disksInterfacesAndPools_areApart() {
        JsonNode disk = server.json(SYSTEM + "disk?host=items").at("/hosts/0");
        assertThat(disk.at("/mounts/0/values/mount_percent").asDouble()).isEqualTo(99);
        assertThat(disk.get("items").findValuesAsText("name")).containsExactly("sda", "sdb");
        assertThat(disk.at("/items/1/kind").asText()).isEqualTo("device");
        assertThat(points(disk, "device_await_ms", "sdb")).containsExactly("2026-11-21T09:40:30Z 20.0 20.0");

        JsonNode network = server.json(SYSTEM + "network?host=items").at("/hosts/0/items");
        assertThat(network.findValuesAsText("name")).containsExactly("eth0", "time_wait");
        JsonNode processes = server.json(SYSTEM + "processes?host=items");
        assertThat(processes.at("/hosts/0/items/0/values/process_memory_mb").asDouble())
                .isEqualTo(580);
        JsonNode memory = server.json(SYSTEM + "memory?host=items");
        assertThat(memory.at("/jvms/0/items/0/name").asText()).isEqualTo("Eden");
        assertThat(memory.at("/jvms/0/items/0/values/jvm_pool_used_mb").asDouble())
                .isEqualTo(12);
    }

    @Test
    void gaugesThatAreMissing_areUnknownWithTheReason() {
        JsonNode memory = server.json(SYSTEM + "memory?host=items");
        assertThat(memory.at("/hosts/0/unknown/0/fields").toString()).contains("\"memory_percent\"");
        assertThat(memory.at("/hosts/0/unknown/0/remedy").asText()).contains("oshi-core");
        assertThat(memory.at("/hosts/0/values").has("memory_percent")).isFalse();
        assertThat(memory.at("/jvms/0/unknown/0/fields").toString()).contains("\"jvm_rss_mb\"");

        JsonNode cpu = server.json(SYSTEM + "cpu?host=h");
        assertThat(cpu.at("/hosts/0/unknown/0/fields").toString())
                .contains("\"cpu_steal_percent\"")
                .doesNotContain("\"cpu_percent\"");
    }

    private void stale() throws SQLException {
        cpu("gone", "shop", NOW.minusSeconds(200), 99);
    }

    @Test
    void hostWithoutNewReadings_isStale() {
        JsonNode answer = server.json(SYSTEM + "cpu?host=gone");

        assertThat(answer.at("/hosts/0/stale").asBoolean()).isTrue();
        assertThat(answer.at("/hosts/0/at").asText()).isEqualTo("2026-11-21T09:37:14Z");
    }

    private void many() throws SQLException {
        for (int i = 0; i <= SampleHistories.MOST_SERIES; i++) {
            int metric = store.metric(NOW, "shop", null, Map.of("host", "many-" + i), "network_drops_per_second");
            store.execute("INSERT INTO sample VALUES (?, 1, ?)", LATELY.atOffset(ZoneOffset.UTC), metric);
        }
    }

    @Test
    void moreSeriesThanAreRead_areLeftOutAndSaidSo() {
        JsonNode answer = server.json(SYSTEM + "network");

        assertThat(answer.get("truncated").asBoolean()).isTrue();
        assertThat(server.json(SYSTEM + "network?host=many-7").get("truncated").asBoolean())
                .isFalse();
    }

    @Test
    void spanThatIsNotValid_isRefused() {
        assertThat(server.get(SYSTEM + "disk?period=2h").statusCode()).isEqualTo(400);
        assertThat(server.get(SYSTEM + "disk?hots=h").statusCode()).isEqualTo(400);
    }

    private void cpu(String host, String service, Instant at, double value) throws SQLException {
        store.sample(at, service, null, Map.of("host", host), "cpu_percent", value);
    }

    private void jvm(String host, String service, String instance, Instant at, String name, double value)
            throws SQLException {
        store.sample(at, service, instance, Map.of("host", host), name, value);
    }

    private void item(String host, String name, String label, String item, double value) throws SQLException {
        store.sample(LATELY, "shop", null, Map.of("host", host, label, item), name, value);
    }

    /** As {@code time mean max}. */
    private static List<String> points(JsonNode source, String name, @Nullable String item) {
        List<String> points = new ArrayList<>();
        for (JsonNode series : source.get("history")) {
            JsonNode of = series.get("item");
            boolean same = item == null ? of == null || of.isNull() : of != null && item.equals(of.asText());
            if (series.get("name").asText().equals(name) && same) {
                series.get("points")
                        .forEach(point -> points.add(point.get("at").asText() + " "
                                + point.get("mean").asDouble() + " "
                                + point.get("max").asDouble()));
            }
        }
        return points;
    }
}
