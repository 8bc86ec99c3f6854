package dev.tidemark.ingest.settings;

import dev.tidemark.settings.Component;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.settings.KafkaClientProperties;
import dev.tidemark.settings.KafkaSetting;
import dev.tidemark.settings.Setting;
import dev.tidemark.settings.SettingException;
import dev.tidemark.settings.SettingType;
import dev.tidemark.settings.SettingsReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How the filter runs. Immutable; {@link FilterSetting} and {@link KafkaSetting} have names, defaults, and what each is for.
 *
 * @param enabled whether anything is published
 * @param serviceName the application's logical name
 * @param instance this process
 * @param bootstrapServers where Kafka is found first
 * @param batchSize of a full batch of the producer, in bytes
 * @param requestsEncoding how requests are written
 * @param queueCapacity how many requests, and how many samples, wait at most
 * @param logQueueCapacity how many log lines wait at most
 * @param logQueueMemory how much text the waiting log lines hold at most, in characters of one byte
 * @param skipPaths paths that are not measured, nor what is below them
 * @param sampleInterval how often host and JVM are sampled; zero for never
 * @param redact whether secrets are taken out of log lines
 * @param closeTimeout how long an orderly end waits for Kafka
 * @param kafkaClient properties of Kafka's producer, over the filter's own tuning
 */
public record Settings(
        boolean enabled,
        String serviceName,
        String instance,
        String bootstrapServers,
        int batchSize,
        RequestsEncoding requestsEncoding,
        int queueCapacity,
        int logQueueCapacity,
        int logQueueMemory,
        List<String> skipPaths,
        Duration sampleInterval,
        boolean redact,
        Duration closeTimeout,
        Map<String, String> kafkaClient) {
    private static final String BATCH_SIZE_PROPERTY = "batch.size";
    private static final SettingType<Integer> BATCH_SIZE = SettingType.wholeNumber(1 << 10, 1 << 20);
    private static final int DEFAULT_BATCH_SIZE = 64 << 10;

    public Settings {
        skipPaths = List.copyOf(skipPaths);
        kafkaClient = Map.copyOf(kafkaClient);
    }

    /**
     * Settings from their sources.
     *
     * @param own what the application's code sets, over everything else
     * @param ownKafkaClient the same for Kafka's producer
     * @throws SettingException if a value is not in its form; the message has name, value and form
     */
    public static Settings read(Map<Setting<?>, String> own, Map<String, String> ownKafkaClient) {
        return read(SettingsReader.ofProcess(Component.FILTER).with(own), ownKafkaClient);
    }

    static Settings read(SettingsReader in, Map<String, String> ownKafkaClient) {
        Map<String, String> client = new HashMap<>(in.kafkaClient());
        ownKafkaClient.keySet().forEach(KafkaClientProperties::check);
        client.putAll(ownKafkaClient);
        return new Settings(
                in.get(FilterSetting.ENABLED),
                in.get(FilterSetting.SERVICE_NAME),
                in.find(FilterSetting.INSTANCE).orElseGet(Hosts::instance),
                in.get(KafkaSetting.BOOTSTRAP_SERVERS),
                batchSize(client),
                RequestsEncoding.valueOf(in.get(FilterSetting.REQUESTS_ENCODING).toUpperCase(Locale.ROOT)),
                in.get(FilterSetting.QUEUE_CAPACITY),
                in.get(FilterSetting.LOG_QUEUE_CAPACITY),
                in.get(FilterSetting.LOG_QUEUE_MEMORY).intValue(),
                in.get(FilterSetting.SKIP_PATHS),
                in.get(FilterSetting.SAMPLE_INTERVAL),
                in.get(FilterSetting.REDACT),
                in.get(FilterSetting.CLOSE_TIMEOUT),
                client);
    }

    /** A record of many requests is measured by it, so it is read here too. */
    private static int batchSize(Map<String, String> client) {
        String set = client.get(BATCH_SIZE_PROPERTY);
        if (set == null) {
            return DEFAULT_BATCH_SIZE;
        }
        try {
            return BATCH_SIZE.parser().apply(set);
        } catch (IllegalArgumentException e) {
            throw SettingException.wrongValue(BATCH_SIZE_PROPERTY + " of Kafka's client", set, BATCH_SIZE.form());
        }
    }

    /** Without the values of {@link #kafkaClient}: there are passwords among them. */
    @Override
    public String toString() {
        return "Settings[" + serviceName + ", " + instance + ", " + bootstrapServers + ", enabled=" + enabled
                + ", kafkaClient=" + kafkaClient.keySet() + "]";
    }

    /** Settings that publish nothing, whatever the environment says. */
    public static Settings disabled() {
        return read(
                new SettingsReader(Component.FILTER, Map.of(), Map.of()).with(Map.of(FilterSetting.ENABLED, "false")),
                Map.of());
    }
}
