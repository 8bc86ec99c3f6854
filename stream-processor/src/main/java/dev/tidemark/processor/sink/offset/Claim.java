package dev.tidemark.processor.sink.offset;

import org.jspecify.annotations.Nullable;

/**
 * The right to write the rows of a partition until another sink claims it.
 *
 * @param partition the partition
 * @param epoch the number of this claim; a later claim has a larger one
 * @param nextOffset the offset to continue at
 * @param topicId Kafka's id of the topic that {@code nextOffset} belongs to
 * @param last the last stored record; null if there is none
 */
public record Claim(
        int partition,
        long epoch,
        long nextOffset,
        @Nullable String topicId,
        @Nullable LastRecord last) {}
