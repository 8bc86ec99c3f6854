package dev.tidemark.processor.sink.offset;

import org.jspecify.annotations.Nullable;

/**
 * How far a partition is stored once a transaction commits.
 *
 * @param partition the partition
 * @param epoch the epoch of the claim under which it is written
 * @param nextOffset the offset after the last record
 * @param lastAppendMicros the broker's time of the last record, in microseconds since the epoch; null leaves it as it was
 * @param lag how many offsets there are behind {@code nextOffset}, if it is known
 */
public record Progress(
        int partition,
        long epoch,
        long nextOffset,
        @Nullable Long lastAppendMicros,
        @Nullable Long lag) {}
