package dev.tidemark.bench;

import dev.tidemark.bench.Ratio.Goal;
import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.KafkaSettings;
import dev.tidemark.wire.codec.BatchCodec;
import dev.tidemark.wire.codec.Codec;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The topology against the limit, a consumer that only polls the same records, and against the same job in Kafka Streams' DSL. All
 * run in this JVM, one after the other, over one broker in a JVM of its own; each round runs each of them once, and the figures are
 * medians of the ratios of the rounds. A first round is not counted: it is for the compiler.
 */
final class EngineBench {
    private static final int ROUNDS = 5;
    private static final long RECORDS = 3_000_000;
    private static final int ROUTES = 50;
    /** As many series as a service may have, and as many as a broken one may invent. */
    private static final int MANY_ROUTES = 2_000;

    private static final int TOO_MANY_ROUTES = 1_000_000;
    private static final long ROUTED_RECORDS = 1_500_000;
    private static final long KEYED_RECORDS = 450_000;
    private static final long BATCHES = 60_000;
    private static final int EVENTS_PER_BATCH = 200;
    private static final String KEYED = "requests-by-series";

    private final Path state;
    private int runs;

    EngineBench() {
        try {
            state = Files.createTempDirectory("tidemark-bench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Ratio> run() {
        try (KafkaBroker broker = new KafkaBroker(KafkaSettings.temporary())) {
            broker.start();
            return run(broker.bootstrapServers());
        } catch (Exception e) {
            throw new IllegalStateException("bench engine failed", e);
        } finally {
            delete(state);
        }
    }

    private List<Ratio> run(String servers) throws Exception {
        EngineTopic topic = new EngineTopic(servers);
        topic.declare(List.of(KEYED, DslPeer.output(KEYED)));
        Stretch json = topic.append(Topics.REQUESTS.name(), RECORDS, 1, json(ROUTES));
        Stretch many = topic.append(Topics.REQUESTS.name(), ROUTED_RECORDS, 1, json(MANY_ROUTES));
        Stretch tooMany = topic.append(Topics.REQUESTS.name(), ROUTED_RECORDS, 1, json(TOO_MANY_ROUTES));
        Stretch poisoned = topic.append(Topics.REQUESTS.name(), RECORDS, 1, poisoned());
        Stretch batches = topic.append(Topics.REQUESTS.name(), BATCHES, EVENTS_PER_BATCH, batches());
        Stretch keyed = topic.append(KEYED, KEYED_RECORDS, 1, keyed());
        tell("%,d requests are in Kafka", 2 * (RECORDS + ROUTED_RECORDS) + BATCHES * EVENTS_PER_BATCH + KEYED_RECORDS);

        double[] bare = new double[ROUNDS];
        double[] dsl = new double[ROUNDS];
        double[] poison = new double[ROUNDS];
        double[] batched = new double[ROUNDS];
        double[] invented = new double[ROUNDS];
        double[] heap = new double[ROUNDS];
        for (int i = -1; i < ROUNDS; i++) {
            double consumer = told("bare consumer", BareConsumer.eventsPerSecond(servers, json));
            double engine = rate("topology", servers, json);
            double bad = rate("topology, 1 % poison", servers, poisoned);
            double packed = rate("topology, batches", servers, batches);
            double peer = told("DSL", DslPeer.eventsPerSecond(servers, id(), state, KEYED, keyed));
            if (i >= 0) {
                bare[i] = engine / consumer;
                dsl[i] = engine / peer;
                poison[i] = bad / engine;
                batched[i] = packed / consumer;
            }
        }
        // Apart, so that what the compiler learns of so many routes does not change the figures above.
        for (int i = -1; i < ROUNDS; i++) {
            EngineRun few = run("topology, 2,000 routes", servers, many);
            EngineRun all = run("topology, 1,000,000 routes", servers, tooMany);
            if (i >= 0) {
                invented[i] = all.eventsPerSecond() / few.eventsPerSecond();
                heap[i] = (double) all.heapBytes() / few.heapBytes();
            }
        }
        return List.of(
                new Ratio("engine_vs_bare_consumer", Ratio.median(bare), Goal.AT_LEAST, 0.25),
                new Ratio("engine_vs_dsl", Ratio.median(dsl), Goal.AT_LEAST, 5),
                new Ratio("engine_batched_vs_bare_consumer", Ratio.median(batched), Goal.AT_LEAST, 1.0),
                new Ratio("engine_poison", Ratio.median(poison), Goal.AT_LEAST, 0.95),
                new Ratio("engine_million_routes_throughput", Ratio.median(invented), Goal.AT_LEAST, 0.9),
                new Ratio("engine_million_routes_heap", Ratio.median(heap), Goal.AT_MOST, 1.1));
    }

    private double rate(String what, String servers, Stretch stretch) throws Exception {
        return run(what, servers, stretch).eventsPerSecond();
    }

    private EngineRun run(String what, String servers, Stretch stretch) throws Exception {
        EngineRun run = EngineRun.over(servers, id(), state, stretch);
        told(what, run.eventsPerSecond());
        return run;
    }

    private static LongFunction<ProducerRecord<byte[], byte[]>> json(int routes) {
        RequestTraffic traffic = new RequestTraffic(routes, firstMicros());
        return i -> record(Codecs.REQUEST_JSON.encode(traffic.next()));
    }

    /** One in a hundred is noise, or an event that was cut off. */
    private static LongFunction<ProducerRecord<byte[], byte[]>> poisoned() {
        RequestTraffic traffic = new RequestTraffic(ROUTES, firstMicros());
        Random random = new Random(13);
        return i -> {
            byte[] value = Codecs.REQUEST_JSON.encode(traffic.next());
            if (i % 200 == 0) {
                random.nextBytes(value);
            } else if (i % 200 == 100) {
                value = Arrays.copyOf(value, random.nextInt(value.length));
            }
            return record(value);
        };
    }

    private static LongFunction<ProducerRecord<byte[], byte[]>> batches() {
        RequestTraffic traffic = new RequestTraffic(ROUTES, firstMicros());
        return i -> {
            BatchCodec.Batch<RequestEvent> batch = Codecs.REQUEST_BATCH.newBatch(Integer.MAX_VALUE);
            while (batch.events() < EVENTS_PER_BATCH) {
                batch.add(traffic.next());
            }
            ProducerRecord<byte[], byte[]> record = record(batch.toBytes());
            record.headers()
                    .add(
                            Codec.CONTENT_TYPE_HEADER,
                            Codecs.REQUEST_BATCH.contentType().getBytes(StandardCharsets.UTF_8));
            return record;
        };
    }

    private static LongFunction<ProducerRecord<byte[], byte[]>> keyed() {
        RequestTraffic traffic = new RequestTraffic(ROUTES, firstMicros());
        return i -> {
            RequestEvent event = traffic.next();
            String key = event.service() + " " + event.method() + " " + event.route();
            return new ProducerRecord<>("", key.getBytes(StandardCharsets.UTF_8), Codecs.REQUEST_JSON.encode(event));
        };
    }

    private static ProducerRecord<byte[], byte[]> record(byte[] value) {
        return new ProducerRecord<>("", value);
    }

    /** Ten minutes ago, so that no request is from the future. */
    private static long firstMicros() {
        return (System.currentTimeMillis() - 600_000) * 1000;
    }

    private String id() {
        return "bench-" + runs++;
    }

    private static double told(String what, double eventsPerSecond) {
        tell("%-28s %,12.0f events/s", what, eventsPerSecond);
        return eventsPerSecond;
    }

    private static void tell(String form, Object... values) {
        System.err.printf(Locale.ROOT, form + "%n", values);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
