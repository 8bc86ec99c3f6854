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
 * @param end the offset after the last record by partition
 * @param measured the number of measured records in all partitions; the rest is a margin, because partitions are read in steps and at
 *     different rates
 * @param eventsPerRecord the number of events per record
 */
record Stretch(Map<TopicPartition, Long> begin, Map<TopicPartition, Long> end, long measured, int eventsPerRecord) {

    /** Sets the offsets of a consumer group to its start. */
    void assignTo(String bootstrapServers, String group) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        begin.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.alterConsumerGroupOffsets(group, offsets).all().get();
        }
    }
}
