package dev.tidemark.processor.sink.offset;

import org.jspecify.annotations.Nullable;

/**
 * The progress of a partition when a transaction commits.
 *
 * @param partition the partition
 * @param epoch the epoch of the claim under which it is written
 * @param nextOffset the offset after the last record
 * @param last the last record; null keeps the stored one
 * @param lag the number of offsets after {@code nextOffset}; null if unknown
 */
public record Progress(
        int partition,
        long epoch,
        long nextOffset,
        @Nullable LastRecord last,
        @Nullable Long lag) {}
