package dev.tidemark.processor.topology;

import dev.tidemark.processor.streams.ProcessorSettings;
import dev.tidemark.processor.streams.RollupStreams;
import dev.tidemark.processor.topics.TopicDeclaration;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.SettingsReader;
import java.util.concurrent.CountDownLatch;

/** The topology alone, as a process that a test can kill. With the argument {@code untied}, it is the negative control. */
final class TopologyMain {
    private TopologyMain() {}

    public static void main(String[] args) throws InterruptedException {
        boolean untied = args.length > 0 && args[0].equals("untied");
        ProcessorSettings settings = ProcessorSettings.from(SettingsReader.ofProcess(Component.PROCESSOR));
        int partitions = new TopicDeclaration(settings.kafka(), settings.kafkaPatience(), settings.replicationFactor())
                .declare();
        RollupStreams streams = new RollupStreams(
                settings,
                new RollupTopology(
                        settings.topology(),
                        Partitioning.ofNewInstallation(partitions),
                        new TopologyCounters(),
                        untied ? UntiedHook::named : CommitHook::named));
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
        streams.start();
        new CountDownLatch(1).await();
    }
}
