package dev.tidemark.bench.engine;

import static java.util.Objects.requireNonNull;

import dev.tidemark.bench.measure.Ratio;
import dev.tidemark.bench.measure.Ratio.Goal;
import dev.tidemark.bench.measure.TemporaryFolder;
import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.KafkaSettings;
import dev.tidemark.wire.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;

/**
 * Compares the topology, with exactly-once and one thread, to a consumer that only polls the JSON records (the limit) and to the same
 * job in the Kafka Streams DSL ({@link DslPeer}). The topology reads JSON, and then the same requests in batches, which are also
 * compared to the consumer of JSON. All run in this JVM, one after the other, with one broker in a separate JVM. A round runs each once;
 * the order alternates between rounds. The figures are medians of the rounds' ratios. The first {@value #WARM_UP} rounds warm up the
 * compiler and are not counted.
 *
 * <p>Half of each stretch is measured. The rest is a margin for records read until the next commit, and for partitions that are read
 * ahead of the others.
 *
 * <p>The cost of malformed records is measured in alternating turns ({@link PoisonTurns}), and that of invented routes separately
 * ({@link InventedRoutes}). Not measured: starting, restoring, several threads, and the sink, which the pipeline benchmark covers.
 */
public final class EngineBench {
    private static final int WARM_UP = 2;
    private static final int ROUNDS = 6;
    private static final int POISON_RUNS = 20;
    private static final long RECORDS = 8_000_000;
    private static final int ROUTES = 50;
    private static final long KEYED_RECORDS = 1_600_000;
    private static final long BATCHES = 120_000;
    private static final int EVENTS_PER_BATCH = 200;

    private static final String BARE = "bare consumer";
    private static final String ENGINE = "topology";
    private static final String BATCHED = "topology, batches";
    private static final String DSL = "DSL";
    private static final String KEYED = "requests-by-series";

    private final TemporaryFolder folder = new TemporaryFolder();
    private int runs;

    public List<Ratio> run() {
        try (KafkaBroker broker = new KafkaBroker(KafkaSettings.temporary())) {
            broker.start();
            return run(broker.bootstrapServers());
        } catch (Exception e) {
            throw new IllegalStateException("bench engine failed", e);
        } finally {
            folder.close();
        }
    }

    /** Runs only the part about many routes. */
    public List<Ratio> runRoutes() {
        try (KafkaBroker broker = new KafkaBroker(KafkaSettings.temporary())) {
            broker.start();
            return runRoutes(broker.bootstrapServers());
        } catch (Exception e) {
            throw new IllegalStateException("bench routes failed", e);
        } finally {
            folder.close();
        }
    }

    private List<Ratio> runRoutes(String servers) throws Exception {
        EngineTopic topic = new EngineTopic(servers);
        topic.declare(List.of());
        Stretch few = topic.append(Topics.REQUESTS.name(), RECORDS / 2, 1, EngineRecords.json(ManyRoutes.FEW));
        Stretch many = topic.append(Topics.REQUESTS.name(), RECORDS / 2, 1, EngineRecords.json(ManyRoutes.MANY));
        return routes(servers, topic, few, many);
    }

    private List<Ratio> routes(String servers, EngineTopic topic, Stretch few, Stretch many) throws Exception {
        return List.of(
                ManyRoutes.ratio(stretch -> run(servers, stretch), few, many),
                RollupWrites.ratio(servers, topic, id(), folder));
    }

    private List<Ratio> run(String servers) throws Exception {
        EngineTopic topic = new EngineTopic(servers);
        System.err.println("engine: publishing the requests");
        topic.declare(List.of(KEYED, DslPeer.output(KEYED)));
        Stretch json = topic.append(Topics.REQUESTS.name(), RECORDS, 1, EngineRecords.json(ROUTES));
        InventedRoutes routes = new InventedRoutes(topic);
        Stretch batches = topic.append(
                Topics.REQUESTS.name(), BATCHES, EVENTS_PER_BATCH, EngineRecords.batches(ROUTES, EVENTS_PER_BATCH));
        // Last, so that no records follow it in the other partitions.
        Stretch turns =
                topic.appendInOrder(PoisonTurns.RECORDS, EngineRecords.poisonedInTurns(ROUTES, PoisonTurns.TURN));
        Stretch keyed = topic.append(KEYED, KEYED_RECORDS, 1, EngineRecords.keyed(ROUTES));
        System.err.println("engine: the requests are published");

        SequencedMap<String, Callable<Double>> runs = new LinkedHashMap<>();
        runs.put(BARE, () -> BareConsumer.eventsPerSecond(servers, json));
        runs.put(ENGINE, () -> run(servers, json).eventsPerSecond());
        runs.put(BATCHED, () -> run(servers, batches).eventsPerSecond());
        runs.put(DSL, () -> DslPeer.eventsPerSecond(servers, id(), folder, KEYED, keyed));
        double[] bare = new double[ROUNDS];
        double[] dsl = new double[ROUNDS];
        double[] batched = new double[ROUNDS];
        for (int i = -WARM_UP; i < ROUNDS; i++) {
            System.err.printf(Locale.ROOT, "engine: round %d of %d%n", i + 1, ROUNDS);
            Map<String, Double> rates = round(i % 2 == 0 ? runs : runs.reversed());
            if (i >= 0) {
                bare[i] = ratio(rates, ENGINE, BARE);
                dsl[i] = ratio(rates, ENGINE, DSL);
                batched[i] = ratio(rates, BATCHED, BARE);
            }
        }
        List<Double> poison = new ArrayList<>();
        for (int i = 0; i < POISON_RUNS; i++) {
            System.err.printf(Locale.ROOT, "engine: poison, run %d of %d%n", i + 1, POISON_RUNS);
            poison.addAll(PoisonTurns.ratios(servers, id(), folder, turns));
        }
        // Separate, so that the JIT profile of so many routes does not affect the figures above.
        System.err.println("engine: invented routes");
        List<Ratio> ratios = new ArrayList<>();
        ratios.add(new Ratio("engine_vs_bare_consumer", Ratio.median(bare), Goal.AT_LEAST, 0.25));
        ratios.add(new Ratio("engine_vs_dsl", Ratio.median(dsl), Goal.AT_LEAST, 5));
        ratios.add(new Ratio("engine_batched_vs_bare_consumer", Ratio.median(batched), Goal.AT_LEAST, 1.0));
        ratios.add(new Ratio(
                "engine_poison",
                Ratio.median(poison.stream().mapToDouble(ratio -> ratio).toArray()),
                Goal.AT_LEAST,
                0.95));
        ratios.addAll(routes.ratios(stretch -> run(servers, stretch)));
        ratios.addAll(routes(servers, topic, json, routes.admittedOnly()));
        return ratios;
    }

    /** Runs each one and prints the result. */
    private static Map<String, Double> round(Map<String, Callable<Double>> runs) throws Exception {
        Map<String, Double> rates = new HashMap<>();
        for (Map.Entry<String, Callable<Double>> run : runs.entrySet()) {
            double eventsPerSecond = run.getValue().call();
            tell(run.getKey(), eventsPerSecond);
            rates.put(run.getKey(), eventsPerSecond);
        }
        return rates;
    }

    private static double ratio(Map<String, Double> rates, String of, String to) {
        return requireNonNull(rates.get(of)) / requireNonNull(rates.get(to));
    }

    private EngineRun run(String servers, Stretch stretch) throws Exception {
        return EngineRun.over(servers, id(), folder, stretch);
    }

    private String id() {
        return "bench-" + runs++;
    }

    private static void tell(String what, double eventsPerSecond) {
        System.err.printf(Locale.ROOT, "%-28s %,12.0f events/s%n", what, eventsPerSecond);
    }
}
