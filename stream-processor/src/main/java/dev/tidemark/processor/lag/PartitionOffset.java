package dev.tidemark.processor.lag;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far a stage has come in a partition.
 *
 * @param stage {@code topology} or {@code sink}
 * @param nextOffset the first offset that it has not done
 * @param doneMillis the broker's time of what it has done last, in milliseconds since the epoch; null if that is not known
 */
record PartitionOffset(
        String stage,
        TopicPartition partition,
        long nextOffset,
        @Nullable Long doneMillis) {
    static final String TOPOLOGY = "topology";
    static final String SINK = "sink";
}
