package dev.tidemark.processor.topology;

import dev.tidemark.processor.LogEnds;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.topic.DeadLetter;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** The topology's output as a reader of committed records sees it. */
final class Published implements AutoCloseable {
    private static final Duration CADENCE = PublicationCadence.LONGEST_INTERVAL.multipliedBy(4);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaConsumer<byte[], byte[]> probe;
    private final Admin admin;
    private final String applicationId;
    private final Map<RollupKey, Rollup> rollups = new HashMap<>();
    private long deadLetters;

    Published(String bootstrapServers, String applicationId) {
        consumer = consumer(bootstrapServers);
        consumer.assign(List.of(Topics.ROLLUPS.name(), DeadLetter.TOPIC).stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList());
        probe = consumer(bootstrapServers);
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.applicationId = applicationId;
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest",
                        "max.poll.records", "10000"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Reads the records that are available now. */
    void read() {
        var records = consumer.poll(Duration.ofMillis(300));
        records.forEach(record -> {
            if (record.topic().equals(DeadLetter.TOPIC)) {
                deadLetters++;
            } else {
                Rollup rollup = DrivenTopology.decode(Codecs.ROLLUP_JSON, record.value());
                rollups.put(rollup.key(), rollup);
            }
        });
    }

    /**
     * Waits until the processor has read everything, and reads everything it published. Wide windows follow within two intervals of
     * {@link PublicationCadence}; those that differ from the narrow ones after that stay different.
     */
    void awaitAll() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .until(this::everythingIsProcessed);
        long deadline = System.nanoTime() + CADENCE.toNanos();
        do {
            Map<TopicPartition, Long> end = ends(consumer.assignment());
            while (!isAt(consumer, end)) {
                read();
            }
        } while (!tiersAreEqual() && System.nanoTime() < deadline);
    }

    private boolean tiersAreEqual() {
        long requests = requests(Tier.TEN_SECONDS);
        return requests(Tier.ONE_MINUTE) == requests && requests(Tier.ONE_HOUR) == requests;
    }

    /** Whether the processor has read all committed records of its input and between its stages. */
    private boolean everythingIsProcessed() {
        Set<TopicPartition> read = partitionsRead();
        if (read.isEmpty()) {
            return false;
        }
        Map<TopicPartition, OffsetAndMetadata> committed = committed();
        probe.assign(read);
        probe.seekToBeginning(read);
        committed.forEach((partition, offset) -> probe.seek(partition, offset.offset()));
        Map<TopicPartition, Long> end = ends(read);
        while (!isAt(probe, end)) {
            if (!probe.poll(Duration.ofMillis(200)).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** All partitions, also those of which nothing is committed yet; none, if the topic between the stages does not exist yet. */
    private Set<TopicPartition> partitionsRead() {
        try {
            return admin
                    .describeTopics(List.of(Topics.REQUESTS.name(), RollupTopology.repartitionTopic(applicationId)))
                    .allTopicNames()
                    .get()
                    .values()
                    .stream()
                    .flatMap(topic -> topic.partitions().stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                    .collect(Collectors.toSet());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Set.of();
            }
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() {
        try {
            return admin.listConsumerGroupOffsets(applicationId)
                    .partitionsToOffsetAndMetadata()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
        try {
            return LogEnds.of(admin, partitions);
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isAt(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> end) {
        return end.entrySet().stream().allMatch(each -> consumer.position(each.getKey()) >= each.getValue());
    }

    Map<RollupKey, Rollup> rollups() {
        return rollups;
    }

    long requests(Tier tier) {
        return rollups.values().stream()
                .filter(rollup -> rollup.key().tier() == tier)
                .mapToLong(Rollup::count)
                .sum();
    }

    long deadLetters() {
        return deadLetters;
    }

    @Override
    public void close() {
        consumer.close();
        probe.close();
        admin.close();
    }
}
