package dev.tidemark.query.kafka;

import dev.tidemark.query.settings.SettingsReader;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;

/**
 * How Kafka is reached.
 *
 * @param bootstrapServers {@code tidemark.kafka.bootstrap-servers}: brokers to ask first, {@code host:port} with commas
 *     between; {@code localhost:19092}
 */
@Context
public record KafkaSettings(String bootstrapServers) {
    @Inject
    KafkaSettings(SettingsReader settings) {
        this(settings.text(
                "tidemark.kafka.bootstrap-servers",
                "localhost:19092",
                "[^,\\s]+:\\d{1,5}(,\\s*[^,\\s]+:\\d{1,5})*",
                "host:port[,host:port…]"));
    }
}
