package dev.tidemark.query.kafka;

import dev.tidemark.consumer.BoundedConsumer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Makes consumers that belong to no group and commit nothing. Settings below {@code tidemark.kafka.client}, such as
 * {@code tidemark.kafka.client.security.protocol}, are passed to Kafka's client.
 */
@Singleton
public final class KafkaConsumers {
    /** The timeout of a request to a broker. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    private final KafkaSettings settings;

    KafkaConsumers(KafkaSettings settings) {
        this.settings = settings;
    }

    /** The bootstrap servers. */
    public String bootstrapServers() {
        return settings.bootstrapServers();
    }

    /**
     * Makes a consumer; the caller closes it.
     *
     * @throws org.apache.kafka.common.KafkaException if the settings are invalid, or no broker's name can be resolved
     */
    public Consumer<byte[], byte[]> consumer(String clientId) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20);
        config.putAll(settings.client());
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        return new BoundedConsumer(config);
    }
}
