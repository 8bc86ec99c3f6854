package dev.tidemark.bench.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Part of the requests topic whose records are of one kind.
 *
 * @param begin the first offset by partition
 * @param records how many records it has, over all partitions
 * @param eventsPerRecord how many events a record carries
 */
record Stretch(Map<TopicPartition, Long> begin, long records, int eventsPerRecord) {

    /** Has a consumer group begin at it. */
    void assignTo(String bootstrapServers, String group) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        begin.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.alterConsumerGroupOffsets(group, offsets).all().get();
        }
    }

    /** How many of its records are measured: what reads a stretch in steps must not step over its end. */
    long measured() {
        return records * 2 / 3;
    }
}
