package dev.tidemark.query.kafka;

import dev.tidemark.settings.KafkaSetting;
import dev.tidemark.settings.SettingsReader;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;
import java.util.Map;

/**
 * The connection to Kafka.
 *
 * @param bootstrapServers {@code tidemark.kafka.bootstrap-servers}: the brokers to contact first, {@code host:port}
 *     separated by commas (default {@code localhost:19092})
 * @param client {@code tidemark.kafka.client.*}: properties of Kafka's clients (default: none)
 */
@Context
public record KafkaSettings(String bootstrapServers, Map<String, String> client) {
    public KafkaSettings {
        client = Map.copyOf(client);
    }

    @Inject
    KafkaSettings(SettingsReader settings) {
        this(settings.get(KafkaSetting.BOOTSTRAP_SERVERS), settings.kafkaClient());
    }

    /** Omits the values of {@link #client}, which can be passwords. */
    @Override
    public String toString() {
        return "KafkaSettings[" + bootstrapServers + ", client=" + client.keySet() + "]";
    }
}
