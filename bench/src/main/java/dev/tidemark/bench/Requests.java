package dev.tidemark.bench;

import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.topic.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Requests as the filter publishes them: three services of four instances with 24 endpoints each, one request in fifty
 * failed, every one in a trace, bodies of unknown length.
 */
final class Requests {
    private static final int SERVICES = 3;
    private static final int INSTANCES = 4;
    private static final int ROUTES = 12;

    private final Random random;

    Requests(long seed) {
        this.random = new Random(seed);
    }

    RequestEvent next(long timestampMicros) {
        int service = random.nextInt(SERVICES);
        boolean failed = random.nextInt(50) == 0;
        return new RequestEvent(
                timestampMicros,
                "service-" + service,
                "service-" + service + "-" + random.nextInt(INSTANCES),
                random.nextInt(4) == 0 ? "POST" : "GET",
                "/api/v1/resources-" + random.nextInt(ROUTES) + "/{id}",
                failed ? 500 : 200,
                (long) (20_000 * Math.exp(random.nextGaussian())),
                hex(random.nextLong()) + hex(random.nextLong()),
                hex(random.nextLong()),
                failed ? "java.lang.IllegalStateException" : null,
                null,
                null);
    }

    private static String hex(long bits) {
        return HexFormat.of().toHexDigits(bits);
    }

    /** Publishes {@code count} requests, a microsecond apart up to now, as the filter's producer does. */
    static void publish(Map<String, String> kafka, long count) {
        try (Producer<byte[], byte[]> producer = producer(kafka, Map.of())) {
            publish(producer, count);
        }
    }

    /** Publishes {@code count} requests in a transaction; they are there once the producer that is returned commits it. */
    static Producer<byte[], byte[]> publishUncommitted(Map<String, String> kafka, long count) {
        Producer<byte[], byte[]> producer = producer(kafka, Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "bench"));
        producer.initTransactions();
        producer.beginTransaction();
        publish(producer, count);
        producer.flush();
        return producer;
    }

    private static void publish(Producer<byte[], byte[]> producer, long count) {
        Requests requests = new Requests(1);
        long first = Timestamps.toMicros(Instant.now()) - count;
        for (long i = 0; i < count; i++) {
            producer.send(
                    new ProducerRecord<>(Topics.REQUESTS.name(), Codecs.REQUEST_JSON.encode(requests.next(first + i))));
        }
    }

    /** A producer with the filter's settings, and {@code more}. */
    static Producer<byte[], byte[]> producer(Map<String, String> kafka, Map<String, String> more) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 50);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 << 10);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.putAll(more);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
