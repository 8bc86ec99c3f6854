package dev.tidemark.processor.streams;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the changelogs reached when the topology last stopped cleanly, in a file of the state directory. If Kafka has less of them, it
 * has lost the end of its log, and with it the committed offsets; local stores already have the requests after these, which would be
 * counted twice. Kafka Streams does not notice that. After a crash there is no file: Streams then restores its stores from Kafka anyway.
 */
final class ChangelogEnds {
    private static final Logger LOG = LoggerFactory.getLogger(ChangelogEnds.class);
    private static final String FILE = "changelog-ends";
    private static final String SUFFIX = "-changelog";
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Map<String, Object> clients;
    private final String prefix;
    private final Path file;

    ChangelogEnds(ProcessorSettings settings) {
        this.clients = new HashMap<>(settings.kafka());
        clients.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        clients.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS / 2);
        this.prefix = settings.applicationId() + "-";
        this.file = settings.stateDir().resolve(FILE);
    }

    /** Whether Kafka has less of a changelog than at the last clean stop; call it once, before the topology starts. */
    boolean areLost() {
        if (!Files.exists(file)) {
            return false;
        }
        try {
            Properties stored = new Properties();
            try (Reader in = Files.newBufferedReader(file)) {
                stored.load(in);
            }
            Map<String, Long> now = now();
            boolean lost = false;
            for (String changelog : stored.stringPropertyNames()) {
                long before = Long.parseLong(stored.getProperty(changelog));
                long end = now.getOrDefault(changelog, 0L);
                if (end < before) {
                    LOG.error("{} ends at offset {}, but reached {} when the topology stopped", changelog, end, before);
                    lost = true;
                }
            }
            Files.delete(file);
            return lost;
        } catch (IOException | ExecutionException | TimeoutException | NumberFormatException e) {
            LOG.warn("The ends of the changelogs could not be compared with {}: {}", file, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Stores them after the topology has stopped cleanly. */
    void write() {
        try {
            Properties ends = new Properties();
            now().forEach((changelog, end) -> ends.setProperty(changelog, Long.toString(end)));
            try (Writer out = Files.newBufferedWriter(file)) {
                ends.store(out, null);
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            LOG.warn("The ends of the changelogs were not stored in {}: {}", file, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Long> now() throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin = Admin.create(clients)) {
            var names = admin.listTopics().names().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            names.removeIf(name -> !name.startsWith(prefix) || !name.endsWith(SUFFIX));
            Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
            for (TopicDescription topic :
                    admin.describeTopics(names).allTopicNames().get().values()) {
                topic.partitions()
                        .forEach(partition -> partitions.put(
                                new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
            }
            Map<TopicPartition, ListOffsetsResultInfo> ends =
                    admin.listOffsets(partitions).all().get();
            Map<String, Long> offsets = new HashMap<>();
            ends.forEach((partition, end) -> offsets.put(partition.toString(), end.offset()));
            return offsets;
        }
    }
}
