package dev.tidemark.processor.sink;

import dev.tidemark.embedded.KafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** A copy of a broker's log folder, with which its later log can be lost. */
public final class BrokerCopy {
    private final KafkaBroker broker;
    private final Path log;
    private final Path copy;

    /** @param folder the folder that contains the broker's data folder {@code kafka} */
    public BrokerCopy(KafkaBroker broker, Path folder) {
        this.broker = broker;
        this.log = folder.resolve("kafka").resolve("log");
        this.copy = folder.resolve("copy");
    }

    /** Copies the log as it is on disk after a stop, and goes on. */
    public void take() throws Exception {
        broker.stop();
        copyTree(log, copy);
        start();
    }

    /** Kills the broker, and starts it with the copy. */
    public void restore() throws Exception {
        broker.kill();
        try (Stream<Path> files = Files.walk(log)) {
            files.sorted(Comparator.reverseOrder()).forEach(BrokerCopy::delete);
        }
        copyTree(copy, log);
        start();
    }

    /** Waits for the leader of each partition. Before that, a producer's second batch may be accepted and its first one refused. */
    private void start() throws Exception {
        broker.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
            admin.describeTopics(admin.listTopics().names().get())
                    .allTopicNames()
                    .get()
                    .forEach((name, topic) -> topic.partitions()
                            .forEach(partition -> partitions.put(
                                    new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
            admin.listOffsets(partitions).all().get();
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
