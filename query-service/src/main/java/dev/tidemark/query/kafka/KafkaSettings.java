package dev.tidemark.query.kafka;

import dev.tidemark.settings.KafkaSetting;
import dev.tidemark.settings.SettingsReader;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;
import java.util.Map;

/**
 * How Kafka is reached.
 *
 * @param bootstrapServers {@code tidemark.kafka.bootstrap-servers}: the brokers to contact first, {@code host:port} with
 *     commas between; {@code localhost:19092}
 * @param client {@code tidemark.kafka.client.*}: properties of Kafka's clients; none
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

    /** Without the values of {@link #client}: there are passwords among them. */
    @Override
    public String toString() {
        return "KafkaSettings[" + bootstrapServers + ", client=" + client.keySet() + "]";
    }
}
