package dev.tidemark.processor.faults;

import dev.tidemark.metrics.SampleSource;
import dev.tidemark.processor.intake.RequestIntake;
import dev.tidemark.processor.metrics.CounterSamples;
import dev.tidemark.processor.partitions.PartitionWatch;
import dev.tidemark.processor.sink.FaultySinks;
import dev.tidemark.processor.sink.Sink;
import dev.tidemark.processor.sink.SinkSettings;
import dev.tidemark.processor.sink.postgres.Migrations;
import dev.tidemark.processor.streams.FaultyStreams;
import dev.tidemark.processor.streams.ProcessorSettings;
import dev.tidemark.processor.streams.RollupStreams;
import dev.tidemark.processor.topics.TopicDeclaration;
import dev.tidemark.processor.topology.FaultyTopologies;
import dev.tidemark.processor.topology.Partitioning;
import dev.tidemark.processor.topology.TopologyCounters;
import dev.tidemark.processor.topology.TopologySettings;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.wire.codec.Codecs;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * The processor with {@link Failpoints}, optionally without a {@link Mechanism}: assembles the same parts as {@code
 * Main} with other hooks. Its arguments are the failpoint directory and the mechanisms to disable.
 */
final class FaultyMain {
    private FaultyMain() {}

    public static void main(String[] args) throws InterruptedException {
        Failpoints failpoints = new Failpoints(Path.of(args[0]));
        Set<Mechanism> without = EnumSet.noneOf(Mechanism.class);
        for (String name : List.of(args).subList(1, args.length)) {
            without.add(Mechanism.valueOf(name));
        }
        SettingsReader in = SettingsReader.ofProcess(Component.PROCESSOR);
        ProcessorSettings settings = ProcessorSettings.from(in);
        Map<String, String> named = new HashMap<>(settings.kafka());
        named.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, RollupStreams.instance(settings.stateDir()));
        SinkSettings sinkSettings = SinkSettings.from(in, named);
        int declared = new TopicDeclaration(settings.kafka(), settings.kafkaPatience(), settings.replicationFactor())
                .declare();
        TopologySettings topology = settings.topology();
        PartitionWatch partitions = without.contains(Mechanism.STAGES_FIT)
                ? null
                : new PartitionWatch(settings.kafka(), settings.applicationId(), declared);
        Partitioning partitioning =
                partitions == null ? Partitioning.ofNewInstallation(declared) : partitions.partitioning();
        TopologyCounters counters = new TopologyCounters();
        RollupStreams rollups = FaultyStreams.of(
                settings,
                FaultyTopologies.of(topology, partitioning, counters, failpoints, without),
                failpoints,
                without);
        if (partitions != null) {
            rollups.beforeReplacement(partitions::repair);
            partitions.start(rollups::rebalance);
        }
        RequestIntake intake = without.contains(Mechanism.ONE_INTAKE) ? credulous() : topology.intake();
        Sink sink = FaultySinks.of(sinkSettings, intake, failpoints, without);
        String instance = ManagementFactory.getRuntimeMXBean().getName();
        CounterSamples samples = new CounterSamples(
                settings.kafka(), instance, SampleSource.of(List.of(counters, rollups.counters(), sink)));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            samples.close();
            sink.close();
            rollups.close();
        }));
        rollups.start();
        samples.start(settings.sampleInterval());
        new Migrations(sinkSettings.postgres()).run(settings.postgresPatience());
        sink.start();
        new CountDownLatch(1).await();
    }

    /** Accepts an event whatever time it claims. */
    private static RequestIntake credulous() {
        return new RequestIntake(
                List.of(Codecs.REQUEST_JSON, Codecs.REQUEST_BATCH), Duration.ofDays(300), Duration.ofDays(300));
    }
}
