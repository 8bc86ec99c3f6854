package dev.tidemark.query.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tidemark.embedded.Backends;
import dev.tidemark.metrics.DeclaredMetrics;
import dev.tidemark.query.fixture.EventStream;
import dev.tidemark.query.fixture.LogTopic;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.RawHttp;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.wire.event.LogLevel;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsIT {
    private static final String P = QueryMetrics.PREFIX;
    private static final Path DOCUMENTATION = Path.of("../docs/monitoring.md");

    private final Store store = Store.create();
    private final QueryServer server = QueryServer.settings()
            .postgres(store.jdbcUrl())
            .kafka(Backends.kafka().bootstrapServers())
            .with("tidemark.logs.stream.max-clients", 1)
            .start();

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void metrics_areInTheTextFormat() {
        HttpResponse<String> response = server.get("/prometheus");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
        assertThat(response.body())
                .contains("# TYPE " + P + "database_failures_total counter\n")
                .contains(P + "database_failures_total{database=\"store\",kind=\"timeout\"} 0.0\n")
                .contains(P + "database_connections_max{database=\"store\"} 7.0\n")
                .contains("jvm_memory_used_bytes{area=\"heap\"}", "jvm_memory_max_bytes{area=\"heap\"}");
    }

    @Test
    void metrics_onRequest_areOpenMetrics() {
        HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri("/prometheus"))
                .header("Accept", "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3"));

        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/openmetrics-text");
        assertThat(response.body()).endsWith("# EOF\n");
    }

    @Test
    void metrics_underAnUnknownHostName_areRefused() {
        assertThat(RawHttp.request(server.uri("/"), "GET /prometheus HTTP/1.1", "Host: evil.example")
                        .status())
                .isEqualTo(421);
    }

    @Test
    void requests_areCountedByRouteAndStatus_andMeasured() {
        String endpoints = "{route=\"/api/monitoring/api/endpoints\"";
        double ok = value("http_requests_total" + endpoints + ",status=\"200\"}");
        double bad = value("http_requests_total" + endpoints + ",status=\"400\"}");
        double unmatched = value("http_requests_total{route=\"UNMATCHED\",status=\"404\"}");
        double measured = value("http_request_seconds_count" + endpoints + "}");

        server.get("/api/monitoring/api/endpoints");
        server.get("/api/monitoring/api/endpoints?period=2h");
        server.get("/nothing/" + System.nanoTime());
        RawHttp.request(server.uri("/"), "GARBAGE");

        await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
            assertThat(value("http_requests_total" + endpoints + ",status=\"200\"}"))
                    .isEqualTo(ok + 1);
            assertThat(value("http_requests_total" + endpoints + ",status=\"400\"}"))
                    .isEqualTo(bad + 1);
            assertThat(value("http_requests_total{route=\"UNMATCHED\",status=\"404\"}"))
                    .isEqualTo(unmatched + 1);
            assertThat(value("http_requests_total{route=\"UNMATCHED\",status=\"400\"}"))
                    .isPositive();
            assertThat(value("http_request_seconds_count" + endpoints + "}")).isEqualTo(measured + 2);
        });
        assertThat(value("http_connections_open")).isPositive();
    }

    @Test
    void questions_areCountedByCache() {
        double misses = value("answer_cache_misses_total{cache=\"pipeline\"}");
        double hits = value("answer_cache_hits_total{cache=\"pipeline\"}");

        for (int i = 0; i < 20; i++) {
            server.json("/api/monitoring/pipeline");
        }

        assertThat(value("answer_cache_misses_total{cache=\"pipeline\"}")).isGreaterThan(misses);
        assertThat(value("answer_cache_hits_total{cache=\"pipeline\"}")).isGreaterThan(hits);
        assertThat(value("answer_cache_misses_total{cache=\"pipeline\"}")
                        + value("answer_cache_hits_total{cache=\"pipeline\"}"))
                .isEqualTo(misses + hits + 20);
    }

    @Test
    void streams_areCounted_andRefusalsOfFurtherOnes() throws Exception {
        try (LogTopic topic = LogTopic.on(Backends.kafka());
                EventStream stream = EventStream.open(server.uri("/api/monitoring/logs/stream"))) {
            stream.awaitConnected();
            topic.write(0, LogTopic.line("shop", LogLevel.INFO, "a line"));
            stream.awaitLines(1);
            await().atMost(Duration.ofMinutes(3)).until(() -> value("log_tail_lag_records") == 0);
            assertThat(value("log_streams_open")).isEqualTo(1);
            assertThat(value("log_tail_connected")).isEqualTo(1);
            double refused = value("limit_refusals_total{limit=\"log_streams\"}");

            assertThat(server.get("/api/monitoring/logs/stream").statusCode()).isEqualTo(503);

            assertThat(value("limit_refusals_total{limit=\"log_streams\"}")).isEqualTo(refused + 1);
        }
        await().atMost(Duration.ofMinutes(3)).until(() -> value("log_streams_open") == 0);
        String stream = "{route=\"/api/monitoring/logs/stream\"";
        await().atMost(Duration.ofMinutes(3))
                .until(() -> value("http_requests_total" + stream + ",status=\"200\"}") == 1);
        assertThat(value("http_request_seconds_count" + stream + "}"))
                .as("the lifetime of a stream is no duration of a request; the refusal is")
                .isEqualTo(1);
    }

    @Test
    void retention_isTheOneThatTheProcessorWrote() throws Exception {
        await().atMost(Duration.ofMinutes(3)).until(() -> value("retention_seconds{table=\"rollup_10s\"}") > 0);
        store.execute("UPDATE partitioning SET retention = interval '5 days' WHERE parent = 'rollup_10s'");

        await().atMost(Duration.ofMinutes(3))
                .until(() -> value("retention_seconds{table=\"rollup_10s\"}")
                        == Duration.ofDays(5).toSeconds());
        assertThat(server.json("/health/detailed")
                        .at("/retention_seconds/rollup_10s")
                        .asLong())
                .isEqualTo(Duration.ofDays(5).toSeconds());

        store.execute("INSERT INTO partition_drop (parent, partition, starts, ends, bytes)"
                + " VALUES ('rollup_10s', 'any', now() - interval '30 hours', now() - interval '6 hours', 1)");
        await("the time since which none were dropped")
                .atMost(Duration.ofMinutes(3))
                .until(() -> Math.abs(value("retention_seconds{table=\"rollup_10s\"}") - 6 * 3600) < 60);
    }

    @Test
    void metrics_withoutBackends_areAbsentNotZero() {
        try (QueryServer alone = QueryServer.settings().start()) {
            Map<String, Double> values = values(alone);
            assertThat(values).containsEntry("log_tail_connected", 0.0);
            assertThat(values.keySet())
                    .noneMatch(name -> name.startsWith("retention_seconds") || name.equals("log_tail_lag_records"));
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> values(alone)
                                    .getOrDefault(
                                            "database_failures_total{database=\"store\",kind=\"unavailable\"}", 0.0)
                            > 0);
        }
    }

    @Test
    void everyMetric_isDocumented() throws Exception {
        DeclaredMetrics declared = new DeclaredMetrics();
        for (var type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.tidemark.query")) {
            if (type.getSimpleName().startsWith("$")) {
                continue; // generated by the framework
            }
            declared.addFrom(type.reflect());
        }
        assertThat(declared.names()).hasSizeGreaterThan(15);
        assertThat(server.get("/prometheus")
                        .body()
                        .lines()
                        .filter(line -> line.startsWith("# TYPE " + P))
                        .map(line -> line.split(" ")[2].substring(P.length())))
                .as("declared as descriptors, or as the library's own types")
                .allMatch(name -> declared.names().contains(name) || name.equals("http_request_seconds"));
        String documentation = Files.readString(DOCUMENTATION);
        String section = documentation.substring(documentation.indexOf("## Metrics of the query service"));

        assertThat(declared.names()).allSatisfy(name -> assertThat(section).containsPattern("`" + name + "[`{]"));
        assertThat(section).contains("`http_request_seconds{route}`");
    }

    /** The value of a series; 0 if there is none. */
    private double value(String series) {
        return values(server).getOrDefault(series, 0.0);
    }

    private static Map<String, Double> values(QueryServer server) {
        Map<String, Double> values = new TreeMap<>();
        server.get("/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(P))
                .forEach(line -> {
                    int end = line.lastIndexOf(' ');
                    values.put(line.substring(P.length(), end), Double.valueOf(line.substring(end + 1)));
                });
        return values;
    }
}
