package dev.tidemark.processor.sink.offset;

import org.jspecify.annotations.Nullable;

/**
 * The right to write rows of a partition, until somebody else claims it.
 *
 * @param partition the partition
 * @param epoch the number that this claim goes by; that of a later claim is larger
 * @param nextOffset where to go on
 * @param topicId the topic that {@code nextOffset} counts in, as Kafka identifies it
 */
public record Claim(
        int partition,
        long epoch,
        long nextOffset,
        @Nullable String topicId) {}
