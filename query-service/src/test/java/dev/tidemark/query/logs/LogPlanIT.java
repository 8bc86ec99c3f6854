package dev.tidemark.query.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.fixture.Store;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How PostgreSQL reads stored lines: the day that is asked for, and of that day the blocks that its BRIN index names. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogPlanIT {
    private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-zA-Z]+)");
    private static final Pattern DAY = Pattern.compile("Scan on (log_\\d\\w*) .*\\(actual .*");

    private static final Pattern ROWS = Pattern.compile("(?:Filter: |actual .* rows=)(\\d+)");

    private static final Map<String, String> LIMITS = Map.of(
            "lines", "201",
            "weight", "1048576",
            "maxMessage", "512",
            "maxStackTrace", "512",
            "maxFields", "512",
            "maxName", "512",
            "maxField", "512",
            "fieldCount", "512");

    private final Store store = Store.create();

    @BeforeAll
    void fillThreeDays() throws SQLException {
        store.execute("SELECT ensure_partitions('2026-11-21T12:00:00Z', 1, 1)");
        store.execute("INSERT INTO service (name) VALUES ('shop')");
        store.execute("""
                INSERT INTO log (ts, record_offset, record_partition, service_id, severity, message)
                SELECT timestamptz '2026-11-20T00:00:00Z' + make_interval(secs => 4 * n), n, 0, (SELECT id FROM service), 9,
                       'line ' || n || ' of an order that was placed ' || repeat('x', 100)
                FROM generate_series(0, 64799) AS n
                """);
        // A processor that was away stores the lines of a day within a minute.
        store.execute("""
                INSERT INTO log (ts, record_offset, record_partition, service_id, severity, message, received)
                SELECT timestamptz '2026-11-20T00:00:00Z' + make_interval(secs => 4 * n), n, 1, (SELECT id FROM service), 17,
                       'late ' || n, timestamptz '2026-11-21T08:30:00Z' + make_interval(secs => n / 400.0)
                FROM generate_series(0, 19999) AS n
                """);
        store.execute("ANALYZE log");
    }

    /** A statement that a connection has prepared may be planned for its values, or once for all values. */
    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void newest_ofAnHour_readsTheBlocksOfThatHour(String mode) throws SQLException {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("from", "timestamptz '2026-11-21T09:00:00Z'");
        values.put("to", "timestamptz '2026-11-21T10:00:00Z'");
        values.put("lateFrom", values.getOrDefault("from", ""));
        values.put("lateTo", values.getOrDefault("to", ""));
        values.put("lateOldest", "timestamptz '2026-11-13T09:00:00Z'");
        values.put("lateNewest", values.getOrDefault("from", ""));
        values.put("lowest", "13");
        values.put("highest", "32767");
        values.putAll(LIMITS);

        List<String> plan = plan(mode, values);

        assertThat(days(plan)).as(String.join("\n", plan)).hasSize(1);
        assertThat(plan).as(String.join("\n", plan)).anyMatch(line -> line.contains("received_ts_idx"));
        assertThat(plan)
                .as(String.join("\n", plan))
                .anyMatch(line -> line.contains("Bitmap Index Scan on log_"))
                .noneMatch(line -> line.contains("Seq Scan on log_") && !line.contains("never executed"));
    }

    /** Each page of late lines reads those that were logged in its part, not all that arrived in the span. */
    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void newest_behindALateLine_readsThoseOfItsPart(String mode) throws SQLException {
        Map<String, String> values = new LinkedHashMap<>(LIMITS);
        values.put("from", "timestamptz '2026-11-21T08:00:00Z'");
        values.put("to", "timestamptz '2026-11-20T12:00:00Z'");
        values.put("lateFrom", values.getOrDefault("from", ""));
        values.put("lateTo", "timestamptz '2026-11-21T09:00:00Z'");
        values.put("lateOldest", "timestamptz '2026-11-20T11:45:00Z'");
        values.put("lateNewest", "timestamptz '2026-11-20T12:00:00Z'");
        values.put("before", "timestamptz '2026-11-20T12:00:00Z'");
        values.put("beforePartition", "1");
        values.put("beforeOffset", "10800");
        values.put("lowest", "0");
        values.put("highest", "32767");

        List<String> plan = plan(mode, values);

        assertThat(plan)
                .as(String.join("\n", plan))
                .anyMatch(line -> line.contains("Scan") && line.contains("rows=225"));
        assertThat(plan)
                .as(String.join("\n", plan))
                .noneMatch(line -> !line.contains("Bitmap Index Scan") && rows(line) > 1000);
    }

    /** The rows that a step of a plan yields, or that its filter removes; of a BRIN index, it is an estimate. */
    private static long rows(String line) {
        var rows = ROWS.matcher(line);
        return rows.find() ? Long.parseLong(rows.group(1)) : 0;
    }

    /** The days whose rows are read by their time. Lines that arrived late have an index that holds nothing else. */
    private static TreeSet<String> days(List<String> plan) {
        TreeSet<String> days = new TreeSet<>();
        for (int i = 0; i + 1 < plan.size(); i++) {
            var day = DAY.matcher(plan.get(i));
            if (plan.get(i).contains("Heap Scan") && !plan.get(i + 1).contains("received") && day.find()) {
                days.add(day.group(1));
            }
        }
        return days;
    }

    private List<String> plan(String mode, Map<String, String> values) throws SQLException {
        List<String> names = new ArrayList<>();
        String sql = PARAMETER.matcher(LogQueries.NEWEST + LogQueries.CUT).replaceAll(parameter -> {
            if (!names.contains(parameter.group(1))) {
                names.add(parameter.group(1));
            }
            return "\\$" + (names.indexOf(parameter.group(1)) + 1);
        });
        assertThat(names).containsAll(values.keySet());
        List<String> plan = new ArrayList<>();
        try (var connection = store.connect();
                var statement = connection.createStatement()) {
            statement.execute("SET plan_cache_mode = " + mode);
            statement.execute("PREPARE newest AS " + sql);
            String arguments = String.join(
                    ", ",
                    names.stream()
                            .map(name -> values.getOrDefault(name, "NULL"))
                            .toList());
            try (var rows = statement.executeQuery("EXPLAIN (ANALYZE, COSTS off) EXECUTE newest(" + arguments + ")")) {
                while (rows.next()) {
                    plan.add(rows.getString(1));
                }
            }
        }
        return plan;
    }
}
