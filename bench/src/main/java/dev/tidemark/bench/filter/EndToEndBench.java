package dev.tidemark.bench.filter;

import dev.tidemark.bench.measure.Ratio;
import dev.tidemark.bench.measure.Ratio.Goal;
import dev.tidemark.bench.measure.TemporaryFolder;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.embedded.PostgresSettings;
import dev.tidemark.embedded.RedisServer;
import dev.tidemark.embedded.RedisSettings;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the filter costs an application that does nothing else: a servlet of five bytes, asked as fast as it answers, without
 * anything, with the filter, and with OpenTelemetry's agent. All three run the whole time and are asked in turns, so that each round
 * compares the same moment. Client, broker and the receiver of the spans run on the same processors.
 *
 * <p>The same with a servlet that takes a connection of HikariCP, reads a row of PostgreSQL and asks Redis through lettuce, all of which the
 * filter and the agent measure.
 *
 * <p>The agent exports traces to a receiver that discards them, and neither metrics nor logs; the filter sends to Kafka in batches.
 */
final class EndToEndBench {
    // The agent's classes take longest to be compiled.
    private static final long WARM_UP_REQUESTS = 150_000;
    private static final long WARM_UP_WITH_CALLS = 40_000;
    private static final Duration TURN = Duration.ofSeconds(2);
    private static final int ROUNDS = 9;

    private static final String BARE = "bare";
    private static final String FILTER = "filter";
    private static final String AGENT = "agent";

    /**
     * A turn of one application.
     *
     * @param perSecond answered requests
     * @param cpuMicros the processor's time of its process for each of them
     */
    private record Turn(double perSecond, double cpuMicros) {}

    /**
     * What the filter costs.
     *
     * @param throughput answered requests relative to those without anything
     * @param total the processor's time relative to that without anything
     * @param added what it adds to the processor's time, relative to what the agent adds
     */
    private record Medians(double throughput, double total, double added) {}

    /** Applications that call nothing. */
    List<Ratio> run(String bootstrapServers) throws InterruptedException {
        try (Saturation client = new Saturation(ServedApplication.PATH)) {
            Medians medians = run(bootstrapServers, List.of(), client, WARM_UP_REQUESTS);
            return List.of(
                    new Ratio("filter_throughput", medians.throughput, Goal.AT_LEAST, 0.95),
                    new Ratio("filter_cpu_vs_bare", medians.total, Goal.AT_MOST, 1.05),
                    new Ratio("filter_cpu_vs_otel_agent", medians.added, Goal.AT_MOST, 0.4));
        }
    }

    /** Applications that call PostgreSQL and Redis. */
    List<Ratio> runWithCalls(String bootstrapServers) throws InterruptedException {
        try (PostgresServer postgres = new PostgresServer(PostgresSettings.temporary());
                RedisServer redis = new RedisServer(RedisSettings.temporary());
                Saturation client = new Saturation(ServedApplication.PATH_WITH_CALLS)) {
            postgres.start();
            redis.start();
            List<String> stores = List.of(
                    postgres.jdbcUrl(),
                    postgres.user(),
                    postgres.password(),
                    redis.uri().toString());
            Medians medians = run(bootstrapServers, stores, client, WARM_UP_WITH_CALLS);
            return List.of(
                    new Ratio("filter_calls_throughput", medians.throughput, Goal.AT_LEAST, 0.95),
                    new Ratio("filter_calls_cpu_vs_otel_agent", medians.added, Goal.AT_MOST, 0.4));
        }
    }

    private static Medians run(String bootstrapServers, List<String> stores, Saturation client, long warmUp)
            throws InterruptedException {
        try (TemporaryFolder folder = new TemporaryFolder();
                SpanSink sink = new SpanSink();
                ServedProcess bare = new ServedProcess(BARE, folder, false, stores, List.of(), Map.of());
                ServedProcess filter =
                        new ServedProcess(FILTER, folder, true, stores, List.of(), filterSettings(bootstrapServers));
                ServedProcess agent = new ServedProcess(
                        AGENT,
                        folder,
                        false,
                        stores,
                        List.of("-javaagent:" + agentJar()),
                        agentSettings(sink.endpoint()))) {
            Medians medians = run(List.of(bare, filter, agent), client, warmUp);
            if (sink.bytes() == 0) {
                throw new IllegalStateException("the agent sent no spans");
            }
            return medians;
        }
    }

    private static Map<String, String> filterSettings(String bootstrapServers) {
        return Map.of(
                "TIDEMARK_KAFKA_BOOTSTRAP_SERVERS",
                bootstrapServers,
                "TIDEMARK_SERVICE_NAME",
                "served",
                "TIDEMARK_REQUESTS_ENCODING",
                "batch");
    }

    private static Map<String, String> agentSettings(String endpoint) {
        return Map.of(
                "OTEL_SERVICE_NAME",
                "served",
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                endpoint,
                "OTEL_METRICS_EXPORTER",
                "none",
                "OTEL_LOGS_EXPORTER",
                "none");
    }

    /** The build puts the agent beside this program. */
    private static Path agentJar() {
        try {
            Path program = Path.of(EndToEndBench.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return program.resolveSibling("agent").resolve("opentelemetry-javaagent.jar");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param applications without anything, with the filter, and with the agent */
    private static Medians run(List<ServedProcess> applications, Saturation client, long warmUp)
            throws InterruptedException {
        for (ServedProcess application : applications) {
            for (long answered = 0; answered < warmUp; ) {
                answered += client.run(application.port(), TURN);
            }
        }
        double[] throughput = new double[ROUNDS];
        double[] total = new double[ROUNDS];
        double[] added = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            Turn[] turns = new Turn[applications.size()];
            // The order rotates, because an application may still send what its turn has left behind.
            for (int j = 0; j < turns.length; j++) {
                int next = (i + j) % turns.length;
                turns[next] = turn(applications.get(next), client);
            }
            Turn bare = turns[0];
            Turn filter = turns[1];
            Turn agent = turns[2];
            throughput[i] = filter.perSecond() / bare.perSecond();
            total[i] = filter.cpuMicros() / bare.cpuMicros();
            added[i] = (filter.cpuMicros() - bare.cpuMicros()) / (agent.cpuMicros() - bare.cpuMicros());
            System.err.printf(
                    Locale.ROOT,
                    "%s: %,.0f requests/s and %.1f us of CPU time each; with the filter %,.0f and %.1f us; with the agent"
                            + " %,.0f and %.1f us%n",
                    client.path(),
                    bare.perSecond(),
                    bare.cpuMicros(),
                    filter.perSecond(),
                    filter.cpuMicros(),
                    agent.perSecond(),
                    agent.cpuMicros());
        }
        return new Medians(Ratio.median(throughput), Ratio.median(total), Ratio.median(added));
    }

    private static Turn turn(ServedProcess application, Saturation client) throws InterruptedException {
        Duration before = application.cpuTime();
        long start = System.nanoTime();
        long answered = client.run(application.port(), TURN);
        double seconds = (System.nanoTime() - start) / 1e9;
        double micros = application.cpuTime().minus(before).toNanos() / 1e3;
        return new Turn(answered / seconds, micros / answered);
    }
}
