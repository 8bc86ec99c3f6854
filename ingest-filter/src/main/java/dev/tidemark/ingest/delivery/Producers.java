package dev.tidemark.ingest.delivery;

import dev.tidemark.ingest.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Creates Kafka producers with the filter's properties. */
final class Producers {
    // Only the sender's thread waits this long: for metadata at first, for buffer memory when Kafka is down. It serves
    // other topics as well, so it returns soon and retries.
    private static final int MAX_BLOCK_MS = 100;
    // Kafka logs two lines per attempt, to the application's log.
    private static final int RECONNECT_MAX_MS = 5_000;

    private static final int LINGER_MS = 50;
    private static final long BUFFER_MEMORY = 8 << 20;

    private Producers() {}

    /** @throws org.apache.kafka.common.KafkaException if no server name can be resolved, or a property is wrong */
    static Producer<byte[], byte[]> create(Settings settings) {
        return new KafkaProducer<>(properties(settings), new ByteArraySerializer(), new ByteArraySerializer());
    }

    static Map<String, Object> properties(Settings settings) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "tidemark-" + settings.instance());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // With several batches in flight to a new partition, a later one may arrive first and be rejected until batches
        // expire, which here is never.
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        // An unanswered batch is retried until it is answered: if it were given up, it could be in the log and yet
        // count as lost.
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, settings.batchSize());
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_MEMORY);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression());
        properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MAX_MS);
        properties.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        // The application's kafka-clients may be older, and would log a warning about a name that it does not know.
        if (ProducerConfig.configNames().contains(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG)) {
            properties.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        }
        properties.putAll(settings.kafkaClient());
        return properties;
    }

    /** Applications may exclude the compression libraries that kafka-clients brings; gzip is part of the JDK. */
    private static String compression() {
        try {
            Class.forName("net.jpountz.lz4.LZ4Factory", false, Producers.class.getClassLoader());
            return "lz4";
        } catch (ClassNotFoundException | LinkageError e) {
            return "gzip";
        }
    }
}
