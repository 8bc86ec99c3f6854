package dev.tidemark.processor.topology;

import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends generated requests and some malformed records, and knows the expected result. */
final class Traffic implements AutoCloseable {
    private static final int PARTITIONS = Topics.REQUESTS.partitions();
    private static final int BATCH = 25;
    private static final long TWO_HOURS_MICROS = 2 * 3600 * 1_000_000L;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<RollupKey, WindowAggregate> expected = new HashMap<>();
    private final Random random = new Random(42);
    private final long begin = System.currentTimeMillis() * 1000 - TWO_HOURS_MICROS;
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long requests;
    private long garbage;

    Traffic(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends on its own thread, until {@link #end()}. */
    void begin() {
        var unused = sender.scheduleAtFixedRate(() -> send(BATCH), 0, 25, TimeUnit.MILLISECONDS);
    }

    /** Returns once the broker has everything; sends nothing afterwards. */
    void end() {
        sender.close();
        flush();
    }

    private void flush() {
        producer.flush();
        if (failure.get() != null) {
            throw new AssertionError("the broker rejected a request", failure.get());
        }
    }

    /** Sends one request per route, in order, to one partition. */
    void send(String service, int fromRoute, int toRoute) {
        for (int route = fromRoute; route < toRoute; route++) {
            send(0, event(service, "/r" + route));
        }
        flush();
    }

    /** Requests from any minute of the last two hours, in random order. */
    private void send(int count) {
        for (int i = 0; i < count; i++) {
            if (random.nextInt(200) == 0) {
                garbage++;
                send((int) requests % PARTITIONS, "{\"no\": \"request\"".getBytes(StandardCharsets.UTF_8));
            }
            send((int) requests % PARTITIONS, event("service" + random.nextInt(3), "/r" + random.nextInt(5)));
        }
    }

    private RequestEvent event(String service, String route) {
        long micros = (long) Math.exp(random.nextDouble() * 14);
        boolean fails = random.nextInt(10) == 0;
        return new RequestEvent(
                begin + (long) (random.nextDouble() * TWO_HOURS_MICROS),
                service,
                "i1",
                "GET",
                route,
                fails ? 500 : 200,
                micros,
                null,
                null,
                fails ? "Error" + random.nextInt(30) : null,
                (long) random.nextInt(1000),
                null,
                null,
                random.nextInt(20) == 0,
                random.nextInt(4) == 0
                        ? null
                        : new RequestParts(random.nextLong(1 + micros), 1 + random.nextInt(9), 0, 0, 0, 0, 0));
    }

    private void send(int partition, RequestEvent event) {
        send(partition, Codecs.REQUEST_JSON.encode(event));
        requests++;
        for (Tier tier : Tier.values()) {
            RollupKey key = new RollupKey(event.series(), tier, tier.windowStart(event.timestampMicros()));
            expected.computeIfAbsent(key, k -> new WindowAggregate()).add(event);
        }
    }

    private void send(int partition, byte[] value) {
        var unused = producer.send(
                new ProducerRecord<>(Topics.REQUESTS.name(), partition, null, value),
                (metadata, refused) -> failure.compareAndSet(null, refused));
    }

    /** The rollups that a computation without Kafka gives. */
    Map<RollupKey, Rollup> expected() {
        Map<RollupKey, Rollup> rollups = new HashMap<>();
        expected.forEach((key, aggregate) -> rollups.put(key, aggregate.rollup(key)));
        return rollups;
    }

    long requests() {
        return requests;
    }

    long garbage() {
        return garbage;
    }

    @Override
    public void close() {
        sender.close();
        producer.close();
    }
}
