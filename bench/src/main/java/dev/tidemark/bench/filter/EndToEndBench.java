package dev.tidemark.bench.filter;

import dev.tidemark.bench.measure.Ratio;
import dev.tidemark.bench.measure.Ratio.Goal;
import dev.tidemark.bench.measure.TemporaryFolder;
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
 * <p>The agent exports traces to a receiver that discards them, and neither metrics nor logs; the filter sends to Kafka in batches.
 */
final class EndToEndBench {
    // The agent's classes take longest to be compiled.
    private static final long WARM_UP_REQUESTS = 150_000;
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

    List<Ratio> run(String bootstrapServers) throws InterruptedException {
        try (TemporaryFolder folder = new TemporaryFolder();
                SpanSink sink = new SpanSink();
                ServedProcess bare = new ServedProcess(BARE, folder, false, List.of(), Map.of());
                ServedProcess filter =
                        new ServedProcess(FILTER, folder, true, List.of(), filterSettings(bootstrapServers));
                ServedProcess agent = new ServedProcess(
                        AGENT, folder, false, List.of("-javaagent:" + agentJar()), agentSettings(sink.endpoint()));
                Saturation client = new Saturation(ServedApplication.PATH)) {
            List<Ratio> ratios = run(List.of(bare, filter, agent), client);
            if (sink.bytes() == 0) {
                throw new IllegalStateException("the agent sent no spans");
            }
            return ratios;
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
    private static List<Ratio> run(List<ServedProcess> applications, Saturation client) throws InterruptedException {
        for (ServedProcess application : applications) {
            for (long answered = 0; answered < WARM_UP_REQUESTS; ) {
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
                    "servlet: %,.0f requests/s and %.1f us of CPU time each; with the filter %,.0f and %.1f us; with the agent"
                            + " %,.0f and %.1f us%n",
                    bare.perSecond(),
                    bare.cpuMicros(),
                    filter.perSecond(),
                    filter.cpuMicros(),
                    agent.perSecond(),
                    agent.cpuMicros());
        }
        return List.of(
                new Ratio("filter_throughput", Ratio.median(throughput), Goal.AT_LEAST, 0.95),
                new Ratio("filter_cpu_vs_bare", Ratio.median(total), Goal.AT_MOST, 1.05),
                new Ratio("filter_cpu_vs_otel_agent", Ratio.median(added), Goal.AT_MOST, 0.4));
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
