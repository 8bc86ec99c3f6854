package dev.tidemark.bench.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Part of a topic whose records are of one kind.
 *
 * @param begin the first offset by partition
 * @param end the offset behind the last one by partition
 * @param measured how many of its records are measured, over all partitions: what reads a stretch in steps, and not all partitions at
 *     the same pace, must not step over its end
 * @param eventsPerRecord how many events a record carries
 */
record Stretch(Map<TopicPartition, Long> begin, Map<TopicPartition, Long> end, long measured, int eventsPerRecord) {

    /** Has a consumer group begin at it. */
    void assignTo(String bootstrapServers, String group) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        begin.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.alterConsumerGroupOffsets(group, offsets).all().get();
        }
    }
}
