package dev.tidemark.processor;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * The log end offsets of partitions, including open transactions. A commit is acknowledged before its markers are in
 * the partitions, so the end offset of committed records may still be the old one. Reading up to these offsets waits
 * for the markers.
 */
public final class LogEnds {
    private LogEnds() {}

    public static Map<TopicPartition, Long> of(Admin admin, Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        return of(admin, partitions, IsolationLevel.READ_UNCOMMITTED);
    }

    private static Map<TopicPartition, Long> of(
            Admin admin, Collection<TopicPartition> partitions, IsolationLevel isolation)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest, new ListOffsetsOptions(isolation))
                .all()
                .get()
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** The same without an existing client. */
    public static Map<TopicPartition, Long> of(String bootstrapServers, Collection<TopicPartition> partitions) {
        return of(bootstrapServers, partitions, IsolationLevel.READ_UNCOMMITTED);
    }

    /** The start of the first open transaction; the log end offset if there is none. */
    public static Map<TopicPartition, Long> ofCommitted(
            String bootstrapServers, Collection<TopicPartition> partitions) {
        return of(bootstrapServers, partitions, IsolationLevel.READ_COMMITTED);
    }

    /** The partitions of a topic. */
    public static List<TopicPartition> partitions(String bootstrapServers, String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                    .flatMap(description -> description.partitions().stream())
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("the broker does not know the topic " + topic, e);
        }
    }

    private static Map<TopicPartition, Long> of(
            String bootstrapServers, Collection<TopicPartition> partitions, IsolationLevel isolation) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            return of(admin, partitions, isolation);
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("the broker does not say where " + partitions + " end", e);
        }
    }
}
