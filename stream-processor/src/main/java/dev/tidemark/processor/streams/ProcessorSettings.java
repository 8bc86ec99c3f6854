package dev.tidemark.processor.streams;

import dev.tidemark.processor.settings.SettingReader;
import dev.tidemark.processor.topology.TopologySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How the stream processor runs. The setting's name stands before each component; an environment variable of the same name in upper
 * case, with underscores for dots, does the same.
 *
 * @param kafka {@code tidemark.kafka.*}: the properties of every Kafka client; {@code bootstrap.servers} is
 *     {@code 127.0.0.1:19092} by default
 * @param kafkaPatience {@code tidemark.kafka.patience}: how long a start waits for a broker; 60 s
 * @param postgresPatience {@code tidemark.postgres.patience}: how long a start waits for PostgreSQL, while the topology works
 *     already; 10 min
 * @param replicationFactor {@code tidemark.replication.factor}: of every topic that is made; -1 for the broker's default, which is
 *     also the default here
 * @param applicationId {@code tidemark.application.id}: what the instances that share the work have in common;
 *     {@code tidemark-processor}
 * @param stateDir {@code tidemark.state.dir}: where an instance keeps its windows; its own, and best the same after a restart;
 *     {@code .tidemark/processor}
 * @param commitInterval {@code tidemark.commit.interval}: how long a request waits in the two stages together at most,
 *     half of it in each; 2 ms to 20 s; 1 s
 * @param threads {@code tidemark.threads}: how many threads work; 2
 * @param standbyReplicas {@code tidemark.standby.replicas}: how many other instances hold a copy of each window, so that a failure is
 *     over sooner; 0
 * @param sampleInterval {@code tidemark.sample.interval}: how often the processor's own counters are published; 0 s for never; 5 s
 * @param topology {@code tidemark.allowed.lateness}, {@code tidemark.allowed.skew}, {@code tidemark.max.series.per.service},
 *     {@code tidemark.max.series.per.partition}, {@code tidemark.max.services.per.partition}, {@code tidemark.series.idle.after}, {@code tidemark.source.retention},
 *     {@code tidemark.max.live.deltas}, {@code tidemark.max.live.windows}
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

    private static final int MILLION = 1_000_000;

    /** Half of it is Kafka Streams' commit interval: a millisecond at least, and no longer than a transaction may take. */
    private static final Duration SHORTEST_COMMIT = Duration.ofMillis(2);

    private static final Duration LONGEST_COMMIT = Duration.ofSeconds(20);

    public ProcessorSettings {
        kafka = Map.copyOf(kafka);
    }

    /** Reads them; one that is not in the expected form is an {@link IllegalArgumentException} that names it. */
    public static ProcessorSettings from(SettingReader in) {
        Duration patience = in.duration("tidemark.kafka.patience", Duration.ofSeconds(60));
        Map<String, String> kafka = new HashMap<>(in.startingWith("tidemark.kafka."));
        kafka.remove("patience");
        kafka.putIfAbsent("bootstrap.servers", "127.0.0.1:19092");
        return new ProcessorSettings(
                kafka,
                patience,
                in.duration("tidemark.postgres.patience", Duration.ofMinutes(10)),
                in.number("tidemark.replication.factor", -1, -1, Short.MAX_VALUE),
                in.text("tidemark.application.id", "tidemark-processor"),
                Path.of(in.text("tidemark.state.dir", ".tidemark/processor")),
                in.duration("tidemark.commit.interval", Duration.ofSeconds(1), SHORTEST_COMMIT, LONGEST_COMMIT),
                in.number("tidemark.threads", 2, 1, 256),
                in.number("tidemark.standby.replicas", 0, 0, 16),
                in.duration("tidemark.sample.interval", Duration.ofSeconds(5)),
                topology(in));
    }

    private static TopologySettings topology(SettingReader in) {
        TopologySettings defaults = TopologySettings.DEFAULTS;
        return new TopologySettings(
                defaults.requestPartitions(),
                in.duration("tidemark.allowed.lateness", defaults.allowedLateness()),
                in.duration("tidemark.allowed.skew", defaults.allowedSkew()),
                in.number("tidemark.max.series.per.service", defaults.maxSeriesPerService(), 1, MILLION),
                in.number("tidemark.max.series.per.partition", defaults.maxSeriesPerPartition(), 1, MILLION),
                in.number("tidemark.max.services.per.partition", defaults.maxServicesPerPartition(), 1, MILLION),
                in.duration("tidemark.series.idle.after", defaults.seriesIdleAfter()),
                in.duration("tidemark.source.retention", defaults.sourceRetention()),
                in.number("tidemark.max.live.deltas", defaults.maxLiveDeltas(), 1, MILLION),
                in.number("tidemark.max.live.windows", defaults.maxLiveWindows(), 3, MILLION));
    }
}
