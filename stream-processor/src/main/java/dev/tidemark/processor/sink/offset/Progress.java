package dev.tidemark.processor.sink.offset;

import org.jspecify.annotations.Nullable;

/**
 * The progress of a partition when a transaction commits.
 *
 * @param partition the partition
 * @param epoch the epoch of the claim under which it is written
 * @param nextOffset the offset after the last record
 * @param lastAppendMicros the broker's time of the last record, in microseconds since the epoch; null keeps the stored
 *     value
 * @param lag the number of offsets after {@code nextOffset}; null if unknown
 */
public record Progress(
        int partition,
        long epoch,
        long nextOffset,
        @Nullable Long lastAppendMicros,
        @Nullable Long lag) {}
