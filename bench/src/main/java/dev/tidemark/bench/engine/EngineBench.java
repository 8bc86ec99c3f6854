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
 * The topology, exactly once and with one thread, against the limit, a consumer that only polls the records in JSON, and against the
 * same job in Kafka Streams' DSL ({@link DslPeer}). The topology reads JSON, and once more the same requests in batches, which are
 * compared with the consumer that polls JSON, too. All run in this JVM, one after the other, over one broker in a JVM of its own; each
 * round runs each of them once, and the figures are medians of the ratios of the rounds, each in the other order than the one before.
 * The first {@value #WARM_UP} rounds are not counted: they are for the compiler.
 *
 * <p>Of each stretch half is measured. The rest is what a quick one reads until its next commit, and what the partition that is first
 * at work reads more than the others.
 *
 * <p>What poison costs is measured in a finer grain ({@link PoisonTurns}), and invented routes apart ({@link InventedRoutes}). Left out
 * are starting, restoring, more than one thread, and the sink, which the pipeline's benchmark has.
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

    private List<Ratio> run(String servers) throws Exception {
        EngineTopic topic = new EngineTopic(servers);
        System.err.println("engine: putting the requests into Kafka");
        topic.declare(List.of(KEYED, DslPeer.output(KEYED)));
        Stretch json = topic.append(Topics.REQUESTS.name(), RECORDS, 1, EngineRecords.json(ROUTES));
        InventedRoutes routes = new InventedRoutes(topic);
        Stretch batches = topic.append(
                Topics.REQUESTS.name(), BATCHES, EVENTS_PER_BATCH, EngineRecords.batches(ROUTES, EVENTS_PER_BATCH));
        // The last, so that there is nothing behind it in the other partitions.
        Stretch turns =
                topic.appendInOrder(PoisonTurns.RECORDS, EngineRecords.poisonedInTurns(ROUTES, PoisonTurns.TURN));
        Stretch keyed = topic.append(KEYED, KEYED_RECORDS, 1, EngineRecords.keyed(ROUTES));
        System.err.println("engine: the requests are in Kafka");

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
        // Apart, so that what the compiler learns of so many routes does not change the figures above.
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
        return ratios;
    }

    /** Runs each and tells what came of it. */
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
