package dev.tidemark.ingest.delivery.kafka;

import dev.tidemark.ingest.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The properties of the filter's Kafka producers. */
final class ProducerProperties {
    // Only the sender's thread waits this long: for metadata at first, for buffer memory when Kafka is down. It serves
    // other topics as well, so it returns soon and retries.
    private static final int MAX_BLOCK_MS = 100;
    // Of a client that is not a copy, Kafka logs two lines per attempt, to the application's log.
    private static final int RECONNECT_MAX_MS = 5_000;

    private static final String GZIP_LEVEL = "compression.gzip.level";
    private static final String RECOVERY = "metadata.recovery.strategy";

    private static final int LINGER_MS = 50;
    private static final long BUFFER_MEMORY = 8 << 20;

    // JVMs since 24 print a warning when a library is loaded natively, and one when Unsafe is used.
    private static final int WARNING_JAVA = 24;

    private ProducerProperties() {}

    /** @param copied whether the producer is one of {@link KafkaClassLoader} */
    static Map<String, Object> of(Settings settings, String clientId, boolean copied) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
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
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression(copied));
        properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MAX_MS);
        properties.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        if (copied || isKnown(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG)) {
            properties.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        }
        if (copied || isKnown(GZIP_LEVEL)) {
            properties.put(GZIP_LEVEL, 1);
        }
        if (!copied && isKnown(RECOVERY)) {
            // Otherwise Kafka's client logs 20 lines a second while no broker can be reached.
            properties.put(RECOVERY, "none");
        }
        properties.putAll(settings.kafkaClient());
        return properties;
    }

    /** The application's Kafka client may be older than ours, and would log that it does not know the property. */
    private static boolean isKnown(String property) {
        return ProducerConfig.configNames().contains(property);
    }

    /** Applications may exclude the compression libraries that kafka-clients brings; gzip is part of the JDK. */
    private static String compression(boolean copied) {
        boolean quiet = copied || Runtime.version().feature() < WARNING_JAVA;
        return quiet && KafkaProducers.isPresent("net.jpountz.lz4.LZ4Factory") ? "lz4" : "gzip";
    }
}
