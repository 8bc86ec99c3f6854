package dev.tidemark.processor.topology;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/** Sends all series of a service to one partition, so that one task can limit their number. */
final class ByService implements StreamPartitioner<byte[], byte[]> {

    @Override
    public Optional<Set<Integer>> partitions(String topic, byte[] series, byte @Nullable [] value, int numPartitions) {
        return Optional.of(Set.of(Utils.toPositive(Utils.murmur2(SeriesForm.service(series))) % numPartitions));
    }
}
