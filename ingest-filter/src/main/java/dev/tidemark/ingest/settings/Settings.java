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
import java.util.Optional;

/**
 * The filter's settings. Immutable; {@link FilterSetting} and {@link KafkaSetting} have names, defaults and
 * descriptions.
 *
 * @param enabled whether the filter publishes anything
 * @param serviceName the application's logical name
 * @param instance the name of this process
 * @param bootstrapServers the Kafka bootstrap servers
 * @param batchSize the producer's batch size, in bytes
 * @param requestsEncoding the encoding of requests
 * @param queueCapacity the capacity of the request queue and of the sample queue
 * @param logQueueCapacity the capacity of the log queue
 * @param logQueueMemory the most text in the log queue, in one-byte characters
 * @param skipPaths paths that are not measured, with all paths below them
 * @param measuresCalls whether calls are measured
 * @param maxCallOperations the most operations whose calls are added up in one window
 * @param sampleInterval the interval between samples of host and JVM; zero for none
 * @param redact whether log lines are redacted
 * @param redactKeys names of keys whose values are removed besides the known ones
 * @param redactPatterns forms of words that are removed besides the known ones, by the names of their rules
 * @param redisPrefixes patterns of keys of Redis; other keys are recognised
 * @param closeTimeout how long a shutdown waits for Kafka
 * @param kafkaClient properties of Kafka's producer, which override the filter's own
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
        boolean measuresCalls,
        int maxCallOperations,
        Duration sampleInterval,
        boolean redact,
        List<String> redactKeys,
        Map<String, String> redactPatterns,
        List<String> redisPrefixes,
        Duration closeTimeout,
        Map<String, String> kafkaClient) {
    private static final String BATCH_SIZE_PROPERTY = "batch.size";
    private static final SettingType<Integer> BATCH_SIZE = SettingType.wholeNumber(1 << 10, 1 << 20);
    private static final int DEFAULT_BATCH_SIZE = 64 << 10;

    public Settings {
        skipPaths = List.copyOf(skipPaths);
        redactKeys = List.copyOf(redactKeys);
        redactPatterns = Map.copyOf(redactPatterns);
        redisPrefixes = List.copyOf(redisPrefixes);
        kafkaClient = Map.copyOf(kafkaClient);
    }

    /**
     * Reads the settings from all sources.
     *
     * @param own values set by the application's code, which override all other sources
     * @param ownKafkaClient the same for Kafka's producer
     * @throws SettingException if a value is wrong; the message contains the name, the value and the expected form
     */
    public static Settings read(Map<Setting<?>, String> own, Map<String, String> ownKafkaClient) {
        return read(own, ownKafkaClient, FrameworkSettings.NONE);
    }

    /** The same with the settings that the application's framework knows. */
    public static Settings read(
            Map<Setting<?>, String> own, Map<String, String> ownKafkaClient, FrameworkSettings framework) {
        return read(SettingsReader.ofProcess(Component.FILTER).with(own), ownKafkaClient, framework);
    }

    static Settings read(SettingsReader process, Map<String, String> ownKafkaClient, FrameworkSettings framework) {
        SettingsReader in = process.above(framework.properties());
        Map<String, String> client = new HashMap<>(in.kafkaClient());
        ownKafkaClient.keySet().forEach(KafkaClientProperties::check);
        client.putAll(ownKafkaClient);
        return new Settings(
                in.get(FilterSetting.ENABLED),
                serviceName(in, framework),
                in.find(FilterSetting.INSTANCE).orElseGet(Hosts::instance),
                in.get(KafkaSetting.BOOTSTRAP_SERVERS),
                batchSize(client),
                RequestsEncoding.valueOf(in.get(FilterSetting.REQUESTS_ENCODING).toUpperCase(Locale.ROOT)),
                in.get(FilterSetting.QUEUE_CAPACITY),
                in.get(FilterSetting.LOG_QUEUE_CAPACITY),
                in.get(FilterSetting.LOG_QUEUE_MEMORY).intValue(),
                in.get(FilterSetting.SKIP_PATHS),
                in.get(FilterSetting.CALLS_ENABLED),
                in.get(FilterSetting.CALLS_MAX_OPERATIONS),
                in.get(FilterSetting.SAMPLE_INTERVAL),
                in.get(FilterSetting.REDACT),
                in.get(FilterSetting.REDACT_KEYS),
                patterns(in.find(FilterSetting.REDACT_PATTERNS).orElse("")),
                in.get(FilterSetting.CALLS_REDIS_PREFIXES),
                in.get(FilterSetting.CLOSE_TIMEOUT),
                client);
    }

    private static String serviceName(SettingsReader in, FrameworkSettings framework) {
        return in.find(FilterSetting.SERVICE_NAME)
                .or(() -> in.find(FilterSetting.OTEL_SERVICE_NAME))
                .or(() -> Optional.ofNullable(framework.applicationName()))
                .orElseGet(() -> in.get(FilterSetting.SERVICE_NAME));
    }

    private static Map<String, String> patterns(String setting) {
        Map<String, String> patterns = new HashMap<>();
        for (String rule : setting.strip().split(" +")) {
            int name = rule.indexOf('=');
            if (name > 0) {
                patterns.put(rule.substring(0, name), rule.substring(name + 1));
            }
        }
        return patterns;
    }

    /** The size of request batches depends on the producer's batch size, so it is read here, too. */
    private static int batchSize(Map<String, String> client) {
        String set = client.get(BATCH_SIZE_PROPERTY);
        if (set == null) {
            return DEFAULT_BATCH_SIZE;
        }
        try {
            return BATCH_SIZE.parser().apply(set);
        } catch (IllegalArgumentException e) {
            throw SettingException.wrongValue(BATCH_SIZE_PROPERTY + " of the Kafka client", set, BATCH_SIZE.form());
        }
    }

    /** Omits the values of {@link #kafkaClient}, which may contain passwords. */
    @Override
    public String toString() {
        return "Settings[" + serviceName + ", " + instance + ", " + bootstrapServers + ", enabled=" + enabled
                + ", kafkaClient=" + kafkaClient.keySet() + "]";
    }

    /** Settings of a filter that publishes nothing, whatever the environment says. */
    public static Settings disabled() {
        return read(
                new SettingsReader(Component.FILTER, Map.of(), Map.of()).with(Map.of(FilterSetting.ENABLED, "false")),
                Map.of(),
                FrameworkSettings.NONE);
    }
}
