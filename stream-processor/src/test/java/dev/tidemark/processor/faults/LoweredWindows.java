package dev.tidemark.processor.faults;

import dev.tidemark.processor.LogEnds;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.MalformedEventException;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads every committed record of the rollups topic: the count of a window never falls. */
final class LoweredWindows {
    private LoweredWindows() {}

    /** The windows whose count fell, as sentences. */
    static List<String> in(String bootstrapServers) {
        List<String> lowered = new ArrayList<>();
        Map<RollupKey, Long> counts = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.ROLLUPS.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = LogEnds.of(bootstrapServers, partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    Rollup rollup = rollup(record);
                    Long before = counts.put(rollup.key(), rollup.count());
                    if (before != null && before > rollup.count()) {
                        lowered.add("lowered windows: " + rollup.key() + " from " + before + " to " + rollup.count());
                    }
                }
            }
        }
        if (counts.isEmpty()) {
            throw new AssertionError("no window was published");
        }
        return lowered;
    }

    private static Rollup rollup(ConsumerRecord<byte[], byte[]> record) {
        List<Rollup> decoded = new ArrayList<>();
        try {
            Codecs.ROLLUP_JSON.decode(record.value(), decoded::add);
        } catch (MalformedEventException e) {
            throw new AssertionError(record + " is not a rollup", e);
        }
        return decoded.getFirst();
    }
}
