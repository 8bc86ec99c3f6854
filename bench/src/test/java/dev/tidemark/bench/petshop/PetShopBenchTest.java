package dev.tidemark.bench.petshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.bench.measure.Ratio;
import dev.tidemark.query.diagnosis.attribute.Side;
import dev.tidemark.query.diagnosis.attribute.Side.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder in the format of the data set: a site calls a search and starts a job, the search calls a table. */
class PetShopBenchTest {
    private static final List<String> SERVICES = List.of("site", "search", "table", "job", "never");
    private static final Map<String, Long> REQUESTS = Map.of("site", 400L, "search", 800L, "table", 800L, "job", 20L);

    @TempDir
    private Path folder;

    private final Random random = new Random(5);

    /** The usual mean latency in seconds, and what is changed in a window. */
    private Map<String, Double> latencies(double table) {
        Map<String, Double> means = new HashMap<>();
        means.put("table", 0.010 + table);
        means.put("search", 0.020 + table);
        means.put("site", 0.100 + 2 * table);
        means.put("job", 3.0);
        means.replaceAll((service, mean) -> mean * (0.97 + 0.06 * random.nextDouble()));
        return means;
    }

    private static void write(Path file, List<Map<String, Double>> windows, double availability) throws IOException {
        List<String> columns = new ArrayList<>();
        for (String service : SERVICES) {
            for (String statistic : List.of("Average", "p50", "p90", "p95", "p99")) {
                columns.add(service + ",latency," + statistic);
            }
            columns.add(service + ",requests,Sum");
            columns.add(service + ",availability,Average");
        }
        StringBuilder text = new StringBuilder();
        List<String> heads = List.of("microservice", "metric", "statistic");
        for (int i = 0; i < heads.size(); i++) {
            int field = i;
            text.append(heads.get(i))
                    .append(',')
                    .append(columns.stream()
                            .map(column -> column.split(",")[field])
                            .collect(Collectors.joining(",")))
                    .append('\n');
        }
        text.append("unix_timestamp").append(",".repeat(columns.size())).append('\n');
        for (int i = 0; i < windows.size(); i++) {
            text.append(1_700_000_000L + 300 * i);
            for (String service : SERVICES) {
                Double mean = windows.get(i).get(service);
                for (double factor : new double[] {1, 0.9, 1.5, 2, 3}) {
                    text.append(',').append(mean == null ? "" : String.format(Locale.ROOT, "%.6f", factor * mean));
                }
                text.append(',').append(REQUESTS.getOrDefault(service, 0L));
                text.append(',').append(mean == null ? "" : service.equals("search") ? availability : 100);
            }
            text.append('\n');
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void issue(String name, String metric, String cause, double table, double availability) throws IOException {
        List<Map<String, Double>> windows = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            windows.add(latencies(i < 2 ? 0 : table));
        }
        Path issue = folder.resolve("dataset/low_traffic/" + name);
        write(issue.resolve("metrics.csv"), windows, availability);
        Files.writeString(
                issue.resolve("target.json"),
                "{\"target\": {\"node\": \"site\", \"metric\": \"" + metric
                        + "\", \"agg\": \"Average\", \"timestamp\": 1}," + " \"root_cause\": {\"node\": \"" + cause
                        + "\", \"metric\": null}}");
    }

    private void scenario() throws IOException {
        List<Map<String, Double>> quiet = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            quiet.add(latencies(0));
        }
        Path scenario = folder.resolve("dataset/low_traffic");
        write(scenario.resolve("noissue/metrics.csv"), quiet, 100);
        Files.writeString(scenario.resolve("graph.csv"), """
            ,site,search,table,job,never
            site,0,1,0,1,1
            search,0,0,1,0,0
            table,0,0,0,0,0
            job,0,0,0,0,0
            never,0,0,0,0,0
            """);
        Files.createDirectories(folder.resolve("dataset/without_quiet_windows/train"));
    }

    private Map<String, Double> run() {
        return new PetShopBench(folder).run().stream().collect(Collectors.toMap(Ratio::name, Ratio::value));
    }

    @Test
    void issues_areNamed_andTheRestIsQuiet() throws IOException {
        scenario();
        issue("train/issue_0", "latency", "table", 0.02, 100);
        issue("test/issue_0", "latency", "search", 0.02, 100);
        issue("test/issue_1", "latency", "table", 0, 100);
        Map<String, Double> ratios = run();
        assertThat(ratios.get("petshop_top1_low_traffic_latency"))
                .as("one of three; of the others, one is not where the data says, and one is not there")
                .isCloseTo(1 / 3.0, within(1e-9));
        assertThat(ratios.get("petshop_top3")).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(ratios).containsEntry("petshop_quiet", 1.0).containsEntry("petshop_quiet_published", 1.0);
    }

    @Test
    void metrics_becomeRequestsWithCalls_andWhatIsNotWaitedForIsLeftOut() throws IOException {
        scenario();
        issue("train/issue_0", "latency", "table", 0.02, 100);
        issue("test/issue_0", "availability", "search", 0, 95);
        Scenario scenario = Scenario.read(folder.resolve("dataset/low_traffic"));
        assertThat(scenario.quiet()).hasSize(120);
        assertThat(scenario.issues())
                .extracting(Scenario.Issue::name, Scenario.Issue::metric, Scenario.Issue::cause)
                .containsExactly(
                        tuple("train/issue_0", "latency", "table"), tuple("test/issue_0", "availability", "search"));
        Map<String, Point> window = scenario.quiet().getFirst();
        assertThat(Application.point("never", window)).isEqualTo(Point.NONE);
        assertThat(Application.point("site", window).requests()).isEqualTo(400);
        assertThat(Application.point("site", window).meanMicros()).isCloseTo(100_000, within(3_100.0));
        assertThat(Point.of(200, 98, 1000, new double[] {900, 1500, 2000, 3000}).errors())
                .isEqualTo(4);

        Side site = new Application(scenario.calls(), scenario.quiet()).side("site", List.of(window));
        assertThat(site.requests()).isEqualTo(400);
        assertThat(site.calls()).containsOnlyKeys(new Operation("http", "search", "GET /"));
        assertThat(site.calls().values().iterator().next().count()).isEqualTo(800);
        assertThat(site.totals().httpMicros()).isCloseTo(16_000_000, within(500_000L));
    }
}
