package dev.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.http.TidemarkHttp;
import dev.tidemark.ingest.jdbc.TidemarkDataSource;
import dev.tidemark.ingest.trace.TraceScope;
import dev.tidemark.ingest.trace.Traced;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The parts and calls that the API tells are those that an application measures itself. */
class WhereTimeGoesIT {
    private static final int REQUESTS = 20;
    private static final double TWO_PERCENT = 0.02;

    private static final RunningTidemark TIDEMARK = RunningTidemark.withDemo();
    private static final String SERVICE = "truth-" + Long.toHexString(System.nanoTime());
    private static final ExecutorService POOL = Executors.newCachedThreadPool();

    private static Tidemark filter;
    private static HttpServer slow;
    private static DataSource database;
    private static HttpClient client;
    private static Instant begin;

    @BeforeAll
    static void start() throws IOException {
        begin = Instant.now();
        filter = Tidemark.builder()
                .bootstrapServers(TIDEMARK.kafka())
                .serviceName(SERVICE)
                .build();
        filter.install();
        slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        slow.setExecutor(POOL);
        slow.createContext("/", exchange -> {
            pause(60);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        slow.start();
        database = TidemarkDataSource.wrap(TIDEMARK.dataSource());
        client = TidemarkHttp.measure(HttpClient.newHttpClient());
    }

    @AfterAll
    static void stop() {
        filter.close();
        slow.stop(0);
        POOL.shutdown();
    }

    /** Its own measure of what a request waited for, in nanoseconds. */
    private static final class Truth {
        private final AtomicLong total = new AtomicLong();
        private final AtomicLong connections = new AtomicLong();
        private final AtomicLong statements = new AtomicLong();
        private final AtomicLong responses = new AtomicLong();
    }

    @Test
    void parts_inSequence_areThoseThatTheApplicationMeasures() throws Exception {
        Truth truth = new Truth();
        serve("/sequence", truth, () -> {
            sleepInDatabase(truth);
            respond(truth);
            pause(30);
            sleepInDatabase(truth);
        });

        JsonNode breakdown = breakdown("/sequence");
        JsonNode parts = breakdown.get("parts");
        assertClose(parts.at("/total_ms"), truth.total);
        assertClose(parts.at("/db/total_ms"), truth.statements);
        assertClose(parts.at("/http/total_ms"), truth.responses);
        assertThat(parts.at("/pool_wait/total_ms").asDouble())
                .isCloseTo(
                        truth.connections.get() / 1e6,
                        within(TWO_PERCENT * parts.at("/total_ms").asDouble()));
        assertThat(parts.at("/db/calls").asLong()).isEqualTo(2 * REQUESTS);
        assertThat(parts.at("/http/calls").asLong()).isEqualTo(REQUESTS);
        assertThat(parts.at("/application/total_ms").asDouble()).isGreaterThan(30.0 * REQUESTS);
        assertSumsUp(breakdown);
    }

    /** Two statements and a response at the same time: the time is counted once. */
    @Test
    void parts_inParallel_countEachInstantOnce() throws Exception {
        Truth truth = new Truth();
        Executor traced = Traced.executor(POOL);
        AtomicLong together = new AtomicLong();
        serve("/parallel", truth, () -> {
            long from = System.nanoTime();
            CompletableFuture.allOf(
                            CompletableFuture.runAsync(() -> sleepInDatabase(truth), traced),
                            CompletableFuture.runAsync(() -> sleepInDatabase(truth), traced),
                            CompletableFuture.runAsync(() -> respond(truth), traced))
                    .join();
            together.addAndGet(System.nanoTime() - from);
        });

        JsonNode breakdown = breakdown("/parallel");
        JsonNode parts = breakdown.get("parts");
        double waited = parts.at("/db/total_ms").asDouble()
                + parts.at("/pool_wait/total_ms").asDouble()
                + parts.at("/http/total_ms").asDouble();
        assertThat(waited).isLessThanOrEqualTo(parts.at("/total_ms").asDouble());
        // Handing over to the threads is the application's own time.
        assertThat(waited).isBetween(0.9 * together.get() / 1e6, together.get() / 1e6);
        assertThat(truth.statements.get() / 1e6)
                .isGreaterThan(1.5 * parts.at("/db/total_ms").asDouble());
        assertThat(parts.at("/db/calls").asLong()).isEqualTo(2 * REQUESTS);
        assertSumsUp(breakdown);
    }

    /** PostgreSQL counts the statements, too. */
    @Test
    void calls_ofAStatement_areAsManyAsPostgresCounts() throws Exception {
        Truth truth = new Truth();
        String table = "truth_" + Long.toHexString(System.nanoTime());
        serve("/counted", truth, () -> {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                for (int i = 0; i < 3; i++) {
                    try (ResultSet rows = statement.executeQuery(
                            "SELECT n, 'a''b' AS \"" + table + "\" FROM generate_series(1, " + (i + 4) + ") AS n")) {
                        while (rows.next()) {
                            assertThat(rows.getInt(1)).isPositive();
                        }
                    }
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });

        List<JsonNode> found = new ArrayList<>();
        for (JsonNode call : breakdown("/counted").at("/calls/rows")) {
            if (call.get("operation").asText().contains(table)) {
                found.add(call);
            }
        }
        assertThat(found).hasSize(1);
        JsonNode statement = found.getFirst();
        assertThat(statement.get("operation").asText())
                .isEqualTo("SELECT n, ? AS \"" + table + "\" FROM generate_series(?, ?) AS n");
        assertThat(statement.get("count").asLong())
                .isEqualTo(3 * REQUESTS)
                .isEqualTo(TIDEMARK.count("SELECT sum(calls)::bigint FROM pg_stat_statements WHERE query LIKE '%"
                        + table + "%' AND query NOT LIKE '%pg_stat%'"));
        assertThat(statement.get("rows_per_call").asDouble()).isEqualTo(5.0);
        assertThat(statement.get("calls_per_request").asDouble()).isEqualTo(3.0);
    }

    private static void serve(String route, Truth truth, Runnable work) throws InterruptedException {
        for (int i = 0; i < REQUESTS; i++) {
            ServerRequest request = filter.begin("GET", route, null, null);
            long from = System.nanoTime();
            try (TraceScope ignored = request.trace().makeCurrent()) {
                work.run();
            }
            request.finish(route, 200, null, 0, 0);
            truth.total.addAndGet(System.nanoTime() - from);
        }
        assertThat(filter.flush(Duration.ofMinutes(1))).isTrue();
    }

    private static void sleepInDatabase(Truth truth) {
        long from = System.nanoTime();
        try (Connection connection = database.getConnection()) {
            long connected = System.nanoTime();
            truth.connections.addAndGet(connected - from);
            try (Statement statement = connection.createStatement()) {
                long executing = System.nanoTime();
                statement.execute("SELECT pg_sleep(0.1)");
                truth.statements.addAndGet(System.nanoTime() - executing);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void respond(Truth truth) {
        long from = System.nanoTime();
        try {
            URI uri = URI.create("http://127.0.0.1:" + slow.getAddress().getPort() + "/prices/17?secret=1");
            assertThat(client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(204);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        truth.responses.addAndGet(System.nanoTime() - from);
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** When all requests and their calls are counted. */
    private static JsonNode breakdown(String route) {
        String path = "/api/monitoring/api/breakdown?service=" + SERVICE + "&method=GET&route=" + route + "&from="
                + begin + "&to=";
        await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
            JsonNode now = TIDEMARK.api().json(path + Instant.now());
            assertThat(now.at("/coverage/measured_requests").asLong()).isEqualTo(REQUESTS);
            assertThat(now.at("/calls/rows")).isNotEmpty();
        });
        return TIDEMARK.api().json(path + Instant.now());
    }

    private static void assertClose(JsonNode millis, AtomicLong nanos) {
        assertThat(millis.asDouble()).isCloseTo(nanos.get() / 1e6, within(TWO_PERCENT * nanos.get() / 1e6));
    }

    private static void assertSumsUp(JsonNode breakdown) {
        double sum = 0;
        double shares = 0;
        for (String part : new String[] {"application", "db", "pool_wait", "redis", "http"}) {
            sum += breakdown.at("/parts/" + part + "/total_ms").asDouble();
            shares += breakdown.at("/parts/" + part + "/share").asDouble();
        }
        double total = breakdown.at("/parts/total_ms").asDouble();
        assertThat(sum).isCloseTo(total, within(total / 1_000));
        assertThat(shares).isCloseTo(1, within(0.001));
    }
}
