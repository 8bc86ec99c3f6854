package dev.tidemark.bench.filter;

import dev.tidemark.bench.filter.Burst.Cost;
import dev.tidemark.bench.filter.FilterPath.Mdc;
import dev.tidemark.bench.measure.Ratio;
import dev.tidemark.bench.measure.Ratio.Goal;
import dev.tidemark.bench.traffic.FilterProducer;
import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.KafkaSettings;
import dev.tidemark.embedded.process.FreePorts;
import dev.tidemark.ingest.Tidemark;
import dev.tidemark.processor.topics.TopicDeclaration;
import dev.tidemark.settings.FilterSetting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;

/**
 * What a request costs the thread that serves it, in processor time: the whole path of the filter ({@link FilterPath}) beside two
 * readings of the clock and what others do for a request ({@link Peers}). Requests come in bursts that fit the queues, which are
 * emptied between bursts, because dropping is cheap. In each round every path has one burst, so that each pair is of the same moment.
 * The first rounds warm up the compiler.
 *
 * <p>Not measured here: the threads that encode and send.
 */
public final class FilterBench {
    private static final int BURST = 8_192;
    private static final int QUEUE = 2 * BURST;
    private static final int WARM_UP = 60;
    private static final int ROUNDS = 41;
    /** How many calls a request makes in the row of calls. */
    private static final int CALLS = 3;

    private static final int[] THREADS = {1, 8};

    private final Routes routes = new Routes();

    /** All parts. */
    public List<Ratio> run() {
        return withBroker(servers -> {
            List<Ratio> ratios = new ArrayList<>(measurePath(servers));
            ratios.addAll(new EndToEndBench().run(servers));
            ratios.addAll(new EndToEndBench().runWithCalls(servers));
            return ratios;
        });
    }

    /** Only what a request costs its thread. */
    public List<Ratio> runPath() {
        return withBroker(this::measurePath);
    }

    /** Only the part with whole applications. */
    public List<Ratio> runEndToEnd() {
        return withBroker(servers -> new EndToEndBench().run(servers));
    }

    /** Only the part with whole applications that call PostgreSQL and Redis. */
    public List<Ratio> runEndToEndWithCalls() {
        return withBroker(servers -> new EndToEndBench().runWithCalls(servers));
    }

    private interface Part {
        List<Ratio> run(String bootstrapServers) throws InterruptedException;
    }

    private static List<Ratio> withBroker(Part part) {
        try (KafkaBroker broker = new KafkaBroker(KafkaSettings.temporary())) {
            broker.start();
            String servers = broker.bootstrapServers();
            new TopicDeclaration(Map.of("bootstrap.servers", servers), Duration.ofSeconds(30), -1).declare();
            return part.run(servers);
        } catch (InterruptedException e) {
            throw new IllegalStateException("bench filter was interrupted", e);
        }
    }

    private List<Ratio> measurePath(String servers) throws InterruptedException {
        try (Tidemark tidemark = tidemark(servers);
                Tidemark away = tidemark("127.0.0.1:" + FreePorts.next());
                Producer<byte[], byte[]> producer = FilterProducer.open(servers);
                Peers peers = new Peers(routes, QUEUE)) {
            Measured clock = new Measured("two nanoTime()", peers.twoNanoTimes());
            Measured full = new Measured("filter, ids and MDC", new FilterPath(tidemark, routes, Mdc.SCOPE, true));
            Measured plain = new Measured("filter without MDC", new FilterPath(tidemark, routes, Mdc.NONE, true));
            Measured calls =
                    new Measured("filter, three calls", new FilterPath(tidemark, routes, Mdc.SCOPE, true, CALLS));
            Measured read = new Measured("filter, MDC is read", new FilterPath(tidemark, routes, Mdc.READ, true));
            Measured refused = new Measured("filter, queue full", new FilterPath(away, routes, Mdc.SCOPE, false));
            Measured otel = new Measured("OpenTelemetry's span", peers.otelSpan());
            Measured brave = new Measured("Brave's span", peers.braveSpan());
            Measured timer = new Measured("Micrometer's timer", peers.micrometerTimer());
            Measured send = new Measured("KafkaProducer.send", peers.kafkaSend(producer));
            List<Ratio> ratios = new ArrayList<>();
            for (int threads : THREADS) {
                measure(threads, List.of(clock, full, calls, otel, plain, read, brave, timer, send, refused));
                String suffix = threads == 1 ? "" : "_" + threads + "_threads";
                ratios.add(full.ratio("filter_vs_otel_span" + suffix, otel, 0.4));
                ratios.add(full.ratio("filter_vs_two_nanotime" + suffix, clock, 3.0));
                ratios.add(plain.ratio("filter_plain_vs_two_nanotime" + suffix, clock, 2.0));
                ratios.add(refused.ratio("filter_queue_full_vs_two_nanotime" + suffix, clock, 3.0));
                ratios.add(full.ratio("filter_vs_brave_span" + suffix, brave, 0.4));
                ratios.add(full.ratio("filter_vs_micrometer_timer" + suffix, timer, 1.0));
                ratios.add(full.ratio("filter_vs_kafka_send" + suffix, send, 0.5));
                ratios.add(new Ratio("filter_bytes_per_request" + suffix, full.bytes(), Goal.AT_MOST, 96));
                ratios.add(calls.ratioOfEach("filter_call_vs_two_nanotime" + suffix, full, clock, 2.0));
                ratios.add(new Ratio(
                        "filter_bytes_per_call" + suffix, (calls.bytes() - full.bytes()) / CALLS, Goal.AT_MOST, 0));
            }
            checkDrops(tidemark, away);
            return ratios;
        }
    }

    private static Tidemark tidemark(String servers) {
        return Tidemark.builder()
                .serviceName("checkout")
                .bootstrapServers(servers)
                .set(FilterSetting.QUEUE_CAPACITY, Integer.toString(QUEUE))
                .set(FilterSetting.SAMPLE_INTERVAL, "0s")
                .set(FilterSetting.CLOSE_TIMEOUT, "1s")
                .build();
    }

    private static void checkDrops(Tidemark tidemark, Tidemark away) {
        long dropped = tidemark.counters().requests().droppedTotal();
        if (dropped > 0) {
            throw new IllegalStateException(dropped + " requests were dropped: expected none");
        }
        if (away.counters().requests().droppedTotal() < (long) ROUNDS * BURST) {
            throw new IllegalStateException("the queue of the filter without Kafka was not full");
        }
    }

    private static void measure(int threads, List<Measured> paths) throws InterruptedException {
        try (Burst burst = new Burst(threads, BURST)) {
            for (int i = -WARM_UP; i < ROUNDS; i++) {
                if (i == 0) {
                    paths.forEach(measured -> measured.costs().clear());
                }
                for (Measured measured : paths) {
                    measured.costs().add(burst.run(measured.path()));
                }
            }
        }
        paths.forEach(measured -> System.err.printf(
                Locale.ROOT,
                "%d threads, %-20s %6.1f ns, %5.0f bytes%n",
                threads,
                measured.name(),
                measured.nanos(),
                measured.bytes()));
    }

    /** A path, and what its bursts have cost. */
    private record Measured(String name, RequestPath path, List<Cost> costs) {
        Measured(String name, RequestPath path) {
            this(name, path, new ArrayList<>());
        }

        /** The median of the ratios of all rounds. */
        Ratio ratio(String figure, Measured peer, double bound) {
            double[] ratios = new double[costs.size()];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = costs.get(i).nanos() / peer.costs.get(i).nanos();
            }
            return new Ratio(figure, Ratio.median(ratios), Goal.AT_MOST, bound);
        }

        /** The same of what this costs more than a path without calls, for each call. */
        Ratio ratioOfEach(String figure, Measured without, Measured peer, double bound) {
            double[] ratios = new double[costs.size()];
            for (int i = 0; i < ratios.length; i++) {
                double call = (costs.get(i).nanos() - without.costs.get(i).nanos()) / CALLS;
                ratios[i] = call / peer.costs.get(i).nanos();
            }
            return new Ratio(figure, Ratio.median(ratios), Goal.AT_MOST, bound);
        }

        double nanos() {
            return Ratio.median(costs.stream().mapToDouble(Cost::nanos).toArray());
        }

        double bytes() {
            return Ratio.median(costs.stream().mapToDouble(Cost::bytes).toArray());
        }
    }
}
