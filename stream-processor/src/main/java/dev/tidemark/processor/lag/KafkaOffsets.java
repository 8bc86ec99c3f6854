package dev.tidemark.processor.lag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Reads end offsets and committed offsets from Kafka, with a timeout of 5 s for each call. Thread-safe. */
final class KafkaOffsets implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 5_000;

    private final Admin admin;

    KafkaOffsets(Map<String, String> kafka) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "tidemark-lag");
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS / 2);
        this.admin = Admin.create(properties);
    }

    /**
     * The committed offsets of a group. A partition of its source topic without one is read from the beginning.
     *
     * @throws KafkaException if Kafka does not answer
     */
    List<PartitionOffset> positions(String group, String source) {
        List<PartitionOffset> positions = new ArrayList<>();
        Set<TopicPartition> untouched = partitions(source);
        await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, committed) -> {
                    if (committed != null) {
                        untouched.remove(partition);
                        positions.add(new PartitionOffset(
                                PartitionOffset.TOPOLOGY,
                                partition,
                                committed.offset(),
                                PartitionTime.of(committed.metadata())));
                    }
                });
        offsets(untouched, OffsetSpec.earliest())
                .forEach((partition, first) ->
                        positions.add(new PartitionOffset(PartitionOffset.TOPOLOGY, partition, first, null)));
        return positions;
    }

    private Set<TopicPartition> partitions(String topic) {
        Set<TopicPartition> partitions = new HashSet<>();
        for (TopicDescription description :
                await(admin.describeTopics(List.of(topic)).allTopicNames()).values()) {
            description.partitions().forEach(one -> partitions.add(new TopicPartition(topic, one.partition())));
        }
        return partitions;
    }

    /**
     * The end offsets of committed records, for the partitions that exist.
     *
     * @throws KafkaException if Kafka does not answer
     */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest());
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, spec));
        ListOffsetsResult result = admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        KafkaException problem = new KafkaException("no partition is known");
        for (TopicPartition partition : asked.keySet()) {
            try {
                offsets.put(partition, await(result.partitionResult(partition)).offset());
            } catch (KafkaException e) {
                // One deleted partition must not hide the others.
                problem = e;
            }
        }
        if (offsets.isEmpty()) {
            throw problem;
        }
        return offsets;
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("no answer within " + TIMEOUT_MILLIS + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted before Kafka answered", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
