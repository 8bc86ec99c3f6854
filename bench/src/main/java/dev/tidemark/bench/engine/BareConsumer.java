package dev.tidemark.bench.engine;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The upper limit for any consumer: one thread that only polls, with the fetch sizes of the processor. */
final class BareConsumer {
    private BareConsumer() {}

    /** Returns events per second over the measured part of a stretch, from the first record to the last. */
    static double eventsPerSecond(String bootstrapServers, Stretch stretch) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        5_000,
                        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                        16 << 20,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        4 << 20),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(stretch.begin().keySet());
            stretch.begin().forEach(consumer::seek);
            long read = 0;
            while (read == 0) {
                read = consumer.poll(Duration.ofSeconds(1)).count();
            }
            long start = System.nanoTime();
            while (read < stretch.measured()) {
                read += consumer.poll(Duration.ofSeconds(1)).count();
            }
            return read * stretch.eventsPerRecord() * 1e9 / (System.nanoTime() - start);
        }
    }
}
