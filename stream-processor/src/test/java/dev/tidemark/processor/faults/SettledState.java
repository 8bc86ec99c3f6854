package dev.tidemark.processor.faults;

import dev.tidemark.processor.LogEnds;
import dev.tidemark.processor.sink.Database;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Detects when the processor has handled everything that was produced; what is missing then stays missing. */
final class SettledState implements AutoCloseable {
    static final String APPLICATION = "tidemark-processor";
    static final String DELTAS = APPLICATION + "-deltas-repartition";

    private static final int POLLS = 20;
    private static final Duration CADENCE = Duration.ofSeconds(20);
    private static final String UNEQUAL = """
            SELECT count(*) FILTER (WHERE requests IS DISTINCT FROM (SELECT sum(count) FROM rollup_10s))
            FROM (SELECT sum(count) AS requests FROM rollup_1m UNION ALL SELECT sum(count) FROM rollup_1h) AS wide
            """;

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> probe;
    private final Database database;
    private long readAt;

    SettledState(String bootstrapServers, Database database) {
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.probe = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.database = database;
    }

    /** The remaining work, as sentences; empty if there is none. */
    String openWork() {
        try {
            for (String topic : List.of(Topics.REQUESTS.name(), DELTAS)) {
                if (!isRead(topic)) {
                    return "the topology has not read all of " + topic;
                }
            }
            for (String topic :
                    List.of(Topics.REQUESTS.name(), Topics.ROLLUPS.name(), Topics.LOGS.name(), Topics.CALLS.name())) {
                if (!isStored(topic)) {
                    return "the sink has not stored all of " + topic;
                }
            }
            return "";
        } catch (ExecutionException e) {
            return "Kafka does not say: " + e.getCause();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whether wide windows have followed the narrow ones. Those that have not after several intervals of publication never will, and the
     * checker says so.
     */
    boolean isPublished() {
        if (readAt == 0) {
            readAt = System.nanoTime();
        }
        return System.nanoTime() - readAt > CADENCE.toNanos() || database.number(UNEQUAL) == 0;
    }

    private boolean isRead(String topic) throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> end = end(topic);
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(APPLICATION)
                .partitionsToOffsetAndMetadata()
                .get();
        Map<TopicPartition, Long> behind = new HashMap<>();
        for (Map.Entry<TopicPartition, Long> to : end.entrySet()) {
            OffsetAndMetadata at = committed.get(to.getKey());
            long next = at == null ? 0 : at.offset();
            if (next < to.getValue()) {
                behind.put(to.getKey(), next);
            }
        }
        // The last record may be followed only by transaction markers.
        probe.assign(behind.keySet());
        behind.forEach(probe::seek);
        for (int polls = 0; polls < POLLS; polls++) {
            if (behind.keySet().stream()
                    .allMatch(partition -> probe.position(partition) >= end.getOrDefault(partition, 0L))) {
                return true;
            }
            if (!probe.poll(Duration.ofMillis(200)).isEmpty()) {
                return false;
            }
        }
        // A transaction is open there.
        return false;
    }

    private boolean isStored(String topic) throws ExecutionException, InterruptedException {
        Map<Integer, Long> next = new HashMap<>();
        for (String each : database.column(
                "SELECT partition || ' ' || next_offset FROM sink_offset WHERE topic = '" + topic + "'")) {
            String[] words = each.split(" ");
            next.put(Integer.valueOf(words[0]), Long.valueOf(words[1]));
        }
        return end(topic).entrySet().stream()
                .allMatch(to -> next.getOrDefault(to.getKey().partition(), 0L) >= to.getValue());
    }

    /** The end of a topic's committed records; while a transaction is open, the state is not settled. */
    private Map<TopicPartition, Long> end(String topic) throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        for (TopicDescription description :
                admin.describeTopics(List.of(topic)).allTopicNames().get().values()) {
            description.partitions().forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        return LogEnds.of(admin, partitions);
    }

    @Override
    public void close() {
        probe.close();
        admin.close(Duration.ofSeconds(5));
    }
}
