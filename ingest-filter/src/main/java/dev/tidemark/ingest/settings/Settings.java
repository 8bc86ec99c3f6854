package dev.tidemark.ingest.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How the filter runs. Immutable; {@link Setting} has names, defaults, and what each is for.
 *
 * @param enabled whether anything is published
 * @param serviceName the application's logical name
 * @param instance this process
 * @param bootstrapServers where Kafka is found first
 * @param bufferMemory for unacknowledged batches, in bytes
 * @param batchSize of a full batch, in bytes
 * @param linger how long a batch waits to fill up
 * @param requestsEncoding how requests are written
 * @param queueCapacity how many requests, and how many samples, wait at most
 * @param logQueueCapacity how many log lines wait at most
 * @param logQueueMemory how much text the waiting log lines hold at most, in characters of one byte
 * @param skipPaths paths that are not measured, nor what is below them
 * @param sampleInterval how often host and JVM are sampled; zero for never
 * @param redact whether secrets are taken out of log lines
 * @param closeTimeout how long an orderly end waits for Kafka
 * @param kafkaClient properties of Kafka's producer, over the filter's own
 */
public record Settings(
        boolean enabled,
        String serviceName,
        String instance,
        String bootstrapServers,
        int bufferMemory,
        int batchSize,
        Duration linger,
        RequestsEncoding requestsEncoding,
        int queueCapacity,
        int logQueueCapacity,
        int logQueueMemory,
        List<String> skipPaths,
        Duration sampleInterval,
        boolean redact,
        Duration closeTimeout,
        Map<String, String> kafkaClient) {

    public Settings {
        skipPaths = List.copyOf(skipPaths);
        kafkaClient = Map.copyOf(kafkaClient);
    }

    /**
     * Settings from their sources.
     *
     * @param own what the application's code sets, over everything else
     * @param ownKafkaClient the same for Kafka's producer
     * @throws IllegalArgumentException if a value is not in its form; the message names value and form
     */
    public static Settings read(Map<Setting, String> own, Map<String, String> ownKafkaClient) {
        return new SettingsReader(own, ownKafkaClient, Sources.ofProcess()).read();
    }

    /** Without the values of {@link #kafkaClient}: there are passwords among them. */
    @Override
    public String toString() {
        return "Settings[" + serviceName + ", " + instance + ", " + bootstrapServers + ", enabled=" + enabled
                + ", kafkaClient=" + kafkaClient.keySet() + "]";
    }

    /** Settings that publish nothing, whatever the environment says. */
    public static Settings disabled() {
        Sources none = new Sources(Map.of(), Map.of());
        return new SettingsReader(Map.of(Setting.ENABLED, "false"), Map.of(), none).read();
    }
}
