package dev.tidemark.processor.sink;

import dev.tidemark.consumer.Appended;
import dev.tidemark.processor.sink.offset.Claim;
import dev.tidemark.processor.sink.offset.LastRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds partitions of which Kafka lost the end, as after a power failure, even if they have grown beyond the stored offset since: the
 * record at the offset of the last stored one is another. Also finds the first offset that was lost. Not thread-safe.
 */
final class Truncations {
    private final Map<Integer, Claim> unchecked = new HashMap<>();
    private final Map<Integer, Found> found = new HashMap<>();

    /**
     * A truncated partition.
     *
     * @param exact the first offset that was lost, if Kafka tells
     * @param atMost an offset whose record is new
     * @param epoch the leader epoch of that record; null if unknown
     */
    private record Found(
            OptionalLong exact, long atMost, @Nullable Integer epoch) {}

    /** Forgets what is to be checked. */
    void forgetUnchecked() {
        unchecked.clear();
    }

    /** Forgets truncations, too: they have been dealt with. */
    void clear() {
        found.clear();
    }

    /** Whether a partition's last stored record is still to be compared. */
    boolean isUnchecked(int partition) {
        return unchecked.containsKey(partition);
    }

    /** The offset to read a partition from, so that its last stored record is compared first. */
    long start(Claim claim, long first) {
        LastRecord last = claim.last();
        if (last == null || !last.isKnown() || last.offset() < first) {
            return claim.nextOffset();
        }
        unchecked.put(claim.partition(), claim);
        return last.offset();
    }

    /** The broker has no records at these offsets, or says that their partitions were truncated. */
    void outOfRange(OffsetOutOfRangeException e, Map<TopicPartition, Long> firstOffsets) {
        Map<TopicPartition, OffsetAndMetadata> diverging =
                e instanceof LogTruncationException truncation ? truncation.divergentOffsets() : Map.of();
        e.offsetOutOfRangePartitions().forEach((partition, offset) -> {
            if (offset > firstOffsets.getOrDefault(partition, 0L)) {
                OffsetAndMetadata exact = diverging.get(partition);
                found.put(
                        partition.partition(),
                        new Found(
                                exact == null ? OptionalLong.empty() : OptionalLong.of(exact.offset()), offset, null));
            }
        });
    }

    /**
     * Compares the first record of a partition with the last stored one.
     *
     * @return whether it is stored already
     * @throws TruncatedException if the partition was truncated
     */
    boolean isStored(ConsumerRecord<byte[], byte[]> record, Consumer<byte[], byte[]> consumer)
            throws TruncatedException {
        Claim claim = unchecked.remove(record.partition());
        if (claim == null || claim.last() == null) {
            return false;
        }
        LastRecord last = claim.last();
        if (last.is(record)) {
            return true;
        }
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        Integer epoch = record.leaderEpoch().orElse(null);
        if (record.offset() >= claim.nextOffset()) {
            // The last stored record is gone, as after compaction, or a transaction marker has its place.
            if (!last.byBroker() || firstAfter(consumer, partition, last, epoch) > last.offset()) {
                return false;
            }
        }
        found.put(partition.partition(), new Found(OptionalLong.empty(), record.offset(), epoch));
        throw new TruncatedException(partition + " has another record at offset " + record.offset()
                + " than the one that was stored, or has one where there was none");
    }

    /** The offset at which a claimed partition was truncated; empty if it was not, or not before {@code nextOffset}. */
    OptionalLong of(Claim claim, Consumer<byte[], byte[]> consumer, TopicPartition partition, long first) {
        Found truncation = found.get(claim.partition());
        if (truncation == null) {
            return OptionalLong.empty();
        }
        long lost = truncation.exact().isPresent()
                ? truncation.exact().getAsLong()
                : Math.min(truncation.atMost(), firstAfter(consumer, partition, claim.last(), truncation.epoch()));
        // An earlier attempt, which failed at another partition, may have moved this one already.
        return claim.nextOffset() > lost ? OptionalLong.of(Math.max(lost, first)) : OptionalLong.empty();
    }

    /**
     * The first record that was appended after {@code last}, or the end of the partition. If the broker's times are unknown, it is the
     * end as of now.
     *
     * @param newEpoch the leader epoch of a record that was appended after {@code last}; null if unknown
     */
    private static long firstAfter(
            Consumer<byte[], byte[]> consumer,
            TopicPartition partition,
            @Nullable LastRecord last,
            @Nullable Integer newEpoch) {
        // Ask for the end first: a record that is appended meanwhile must not be skipped.
        long end = consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
        if (last == null || !last.byBroker()) {
            return end;
        }
        OffsetAndTimestamp later = consumer.offsetsForTimes(Map.of(partition, last.timeMillis() + 1))
                .get(partition);
        return later != null && Appended.after(later, last.leaderEpoch(), newEpoch, System.currentTimeMillis())
                ? later.offset()
                : end;
    }
}
