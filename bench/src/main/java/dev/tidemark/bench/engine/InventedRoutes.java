package dev.tidemark.bench.engine;

import static java.util.Objects.requireNonNull;

import dev.tidemark.bench.measure.Ratio;
import dev.tidemark.bench.measure.Ratio.Goal;
import dev.tidemark.processor.topology.TopologySettings;
import dev.tidemark.wire.topic.Topics;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The cost of a service that puts ids into its routes. Three cases are compared: only requests with unique routes; the same mixed with
 * as many requests of admitted routes; and only requests of admitted routes, as many as a service may have. Two million requests are
 * measured for each case, so the first has two million new routes and the second one million. Each round runs all three; the order
 * alternates between rounds. The first round warms up the compiler.
 *
 * <p>A run is valid only if all requests outside of the admitted series were counted in {@code (other)}. That fails if a partition was
 * read beyond the end of its stretch before the others were done; then the run is repeated. The heap is the live heap of this JVM when
 * the measured part is committed, without RocksDB and the broker. Not measured: the cost of storing the rollups.
 */
final class InventedRoutes {
    private static final long RECORDS = 4_000_000;

    private static final int ROUNDS = 6;
    private static final int ATTEMPTS = 3;
    private static final int ADMITTED = TopologySettings.DEFAULTS.maxSeriesPerService();

    /** Each partition of the requests topic admits series before the service's limit applies. */
    private static final int PLACES = ADMITTED * Topics.REQUESTS.partitions();

    private final EngineTopic topic;
    private final Map<Traffic, Stretch> stretches = new EnumMap<>(Traffic.class);

    private enum Traffic {
        ADMITTED_ONLY("topology, 2,000 routes", 0),
        INVENTED_ONLY("topology, invented routes", 1),
        BOTH("topology, invented beside", 0.5);

        private final String title;
        private final double invented;

        Traffic(String title, double invented) {
            this.title = title;
            this.invented = invented;
        }
    }

    /** Runs the topology. */
    interface Runner {
        EngineRun over(Stretch stretch) throws Exception;
    }

    /** Appends the requests. */
    InventedRoutes(EngineTopic topic) throws Exception {
        this.topic = topic;
        append(Traffic.ADMITTED_ONLY, EngineRecords.json(ADMITTED));
        append(Traffic.INVENTED_ONLY, EngineRecords.invented());
        append(Traffic.BOTH, EngineRecords.busyAndInvented(ADMITTED));
    }

    private void append(Traffic traffic, LongFunction<ProducerRecord<byte[], byte[]>> record) throws Exception {
        stretches.put(traffic, topic.append(Topics.REQUESTS.name(), RECORDS, 1, record));
    }

    /** The requests of as many routes as a service may have. */
    Stretch admittedOnly() {
        return requireNonNull(stretches.get(Traffic.ADMITTED_ONLY));
    }

    List<Ratio> ratios(Runner runner) throws Exception {
        double[] throughput = new double[ROUNDS];
        double[] beside = new double[ROUNDS];
        double[] heap = new double[ROUNDS];
        List<Traffic> order = List.of(Traffic.values());
        for (int i = -1; i < ROUNDS; i++) {
            Map<Traffic, EngineRun> runs = new EnumMap<>(Traffic.class);
            for (Traffic traffic : i % 2 == 0 ? order : order.reversed()) {
                runs.put(traffic, run(runner, traffic));
            }
            if (i >= 0) {
                EngineRun admitted = requireNonNull(runs.get(Traffic.ADMITTED_ONLY));
                EngineRun invented = requireNonNull(runs.get(Traffic.INVENTED_ONLY));
                EngineRun both = requireNonNull(runs.get(Traffic.BOTH));
                throughput[i] = invented.eventsPerSecond() / admitted.eventsPerSecond();
                heap[i] = (double) invented.heapBytes() / admitted.heapBytes();
                beside[i] = both.eventsPerSecond() / admitted.eventsPerSecond();
            }
        }
        System.out.printf(Locale.ROOT, "info engine_flood_beside_busy_routes_throughput %.4f%n", Ratio.median(beside));
        List<Ratio> ratios = new ArrayList<>();
        ratios.add(new Ratio("engine_million_routes_throughput", Ratio.median(throughput), Goal.AT_LEAST, 0.9));
        ratios.add(new Ratio("engine_million_routes_heap", Ratio.median(heap), Goal.AT_MOST, 1.1));
        return ratios;
    }

    private EngineRun run(Runner runner, Traffic traffic) throws Exception {
        Stretch stretch = requireNonNull(stretches.get(traffic));
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            EngineRun run = runner.over(stretch);
            System.err.printf(
                    Locale.ROOT,
                    "%-28s %,12.0f events/s, %,d MiB; %,d of %,d requests in (other)%n",
                    traffic.title,
                    run.eventsPerSecond(),
                    run.heapBytes() >> 20,
                    run.overflow(),
                    run.accepted());
            double admitted = (1 - traffic.invented) * run.accepted();
            double counted = run.accepted() - run.overflow();
            if (run.accepted() >= stretch.measured() && counted >= admitted && counted <= admitted + PLACES) {
                return run;
            }
            System.err.printf(
                    Locale.ROOT,
                    "expected at least %,d requests, and between %,.0f and %,.0f of them not in (other): not counted%n",
                    stretch.measured(),
                    admitted,
                    admitted + PLACES);
        }
        throw new IllegalStateException(
                traffic.title + ": not what is expected in (other), " + ATTEMPTS + " times one after the other");
    }
}
