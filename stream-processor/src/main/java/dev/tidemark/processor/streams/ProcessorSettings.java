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
 * How the stream processor runs. The setting's name stands before each component.
 *
 * @param kafka {@code tidemark.kafka.client.*}: the properties of every Kafka client, and {@code bootstrap.servers} among them
 * @param kafkaPatience {@code tidemark.kafka.patience}: how long a start waits for a broker; 60 s
 * @param postgresPatience {@code tidemark.postgres.patience}: how long a start waits for PostgreSQL, while the topology works
 *     already; 10 min
 * @param replicationFactor {@code tidemark.replication-factor}: of every topic that is made; -1 for the broker's default, which is
 *     also the default here
 * @param applicationId {@code tidemark.application-id}: what the instances that share the work have in common;
 *     {@code tidemark-processor}
 * @param stateDir {@code tidemark.state-dir}: where an instance keeps its windows; its own, and best the same after a restart;
 *     {@code .tidemark/processor}
 * @param commitInterval {@code tidemark.commit-interval}: how long a request waits in the two stages together at most,
 *     half of it in each; 2 ms to 20 s; 1 s
 * @param threads {@code tidemark.threads}: how many threads work; 2
 * @param standbyReplicas {@code tidemark.standby-replicas}: how many other instances hold a copy of each window, so that a failure is
 *     over sooner; 0
 * @param sampleInterval {@code tidemark.sample-interval}: how often the processor's own counters are published; 0 s for never; 5 s
 * @param topology {@code tidemark.allowed-lateness}, {@code tidemark.allowed-skew}, {@code tidemark.max-series-per-service},
 *     {@code tidemark.max-series-per-partition}, {@code tidemark.max-services-per-partition}, {@code tidemark.series-idle-after}, {@code tidemark.source-retention},
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

    /** Reads them; one that is not in the expected form is an {@link IllegalArgumentException} that names it. */
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
