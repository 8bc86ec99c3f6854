package dev.tidemark.bench.engine;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Part of the requests topic whose records are of one kind.
 *
 * @param begin the first offset by partition
 * @param records how many records it has, over all partitions
 * @param eventsPerRecord how many events a record carries
 */
record Stretch(Map<TopicPartition, Long> begin, long records, int eventsPerRecord) {

    /** How many of its records are measured: what reads a stretch in steps must not step over its end. */
    long measured() {
        return records * 2 / 3;
    }
}
