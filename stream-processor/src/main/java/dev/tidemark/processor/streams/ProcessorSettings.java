package dev.tidemark.processor.streams;

import dev.tidemark.processor.topology.TopologySettings;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.settings.KafkaSetting;
import dev.tidemark.settings.PostgresSetting;
import dev.tidemark.settings.ProcessorSetting;
import dev.tidemark.settings.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The settings of the stream processor. Each component's description starts with the name of its setting.
 *
 * @param kafka {@code tidemark.kafka.client.*}: the properties of all Kafka clients, including {@code
 *     bootstrap.servers}
 * @param kafkaPatience {@code tidemark.kafka.patience}: how long startup waits for a broker; 60 s
 * @param postgresPatience {@code tidemark.postgres.patience}: how long startup waits for PostgreSQL, while the topology
 *     already runs; 10 min
 * @param replicationFactor {@code tidemark.replication-factor}: the replication factor of created topics; -1 (the
 *     default) for the broker's default
 * @param applicationId {@code tidemark.application-id}: the Kafka Streams application id; instances with the same id
 *     share the work; {@code tidemark-processor}
 * @param stateDir {@code tidemark.state-dir}: the state directory of this instance, which it should keep after a
 *     restart; {@code .tidemark/processor}
 * @param commitInterval {@code tidemark.commit-interval}: the longest that a request waits in both stages together,
 *     half of it in each; 2 ms to 20 s; 1 s
 * @param threads {@code tidemark.threads}: the number of stream threads; 2
 * @param standbyReplicas {@code tidemark.standby-replicas}: the number of other instances that keep a copy of each
 *     window, for a faster failover; 0
 * @param sampleInterval {@code tidemark.sample-interval}: how often the processor publishes its counters; 0 s for
 *     never; 5 s
 * @param topology {@code tidemark.allowed-lateness}, {@code tidemark.allowed-skew}, {@code
 *     tidemark.max-series-per-service}, {@code tidemark.max-series-per-partition}, {@code
 *     tidemark.max-services-per-partition}, {@code tidemark.series-idle-after}, {@code tidemark.source-retention},
 *     {@code tidemark.max-live-deltas}, {@code tidemark.max-live-windows}
 */
public record ProcessorSettings(
        Map<String, String> kafka,
        Duration kafkaPatience,
        Duration postgresPatience,
        int replicationFactor,
        String applicationId,
        Path stateDir,
        Duration commitInterval,
        int threads,
        int standbyReplicas,
        Duration sampleInterval,
        TopologySettings topology) {

    public ProcessorSettings {
        kafka = Map.copyOf(kafka);
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if one has a wrong value; the message names it
     */
    public static ProcessorSettings from(SettingsReader in) {
        Map<String, String> kafka = new HashMap<>(in.kafkaClient());
        kafka.put("bootstrap.servers", in.get(KafkaSetting.BOOTSTRAP_SERVERS));
        return new ProcessorSettings(
                kafka,
                in.get(KafkaSetting.PATIENCE),
                in.get(PostgresSetting.PATIENCE),
                in.get(KafkaSetting.REPLICATION_FACTOR),
                in.get(ProcessorSetting.APPLICATION_ID),
                Path.of(in.get(ProcessorSetting.STATE_DIR)),
                in.get(ProcessorSetting.COMMIT_INTERVAL),
                in.get(ProcessorSetting.THREADS),
                in.get(ProcessorSetting.STANDBY_REPLICAS),
                in.get(FilterSetting.SAMPLE_INTERVAL),
                TopologySettings.from(in));
    }
}
