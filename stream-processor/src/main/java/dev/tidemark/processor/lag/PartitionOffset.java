package dev.tidemark.processor.lag;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far a stage has processed a partition.
 *
 * @param stage {@code topology} or {@code sink}
 * @param nextOffset the first offset that is not processed
 * @param doneMillis the broker's time of the last processed record, in milliseconds since the epoch; null if unknown
 */
record PartitionOffset(
        String stage,
        TopicPartition partition,
        long nextOffset,
        @Nullable Long doneMillis) {
    static final String TOPOLOGY = "topology";
    static final String SINK = "sink";
}
