package dev.tidemark.processor.sink;

import dev.tidemark.processor.sink.offset.Claim;
import dev.tidemark.processor.sink.offset.FencedException;
import dev.tidemark.processor.sink.offset.LastRecord;
import dev.tidemark.processor.sink.offset.Loss;
import dev.tidemark.processor.sink.offset.Progress;
import dev.tidemark.processor.sink.offset.StoredOffsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The claims of this sink to partitions of a topic, and the differences between Kafka and PostgreSQL. Not thread-safe. */
final class Ownership {
    private static final Logger log = LoggerFactory.getLogger(Ownership.class);

    /** Other processes may be about to claim the rest. */
    private static final Duration BETWEEN_REBALANCES = Duration.ofSeconds(10);

    private final String name;
    private final String topic;
    private final SinkParts parts;
    private final Map<Integer, Claim> claims = new HashMap<>();
    private final Truncations truncations = new Truncations();
    private @Nullable Connections connections;
    private long connectionsAtClaim;

    private long nextRebalanceNanos = System.nanoTime();

    Ownership(String name, String topic, SinkParts parts) {
        this.name = name;
        this.topic = topic;
        this.parts = parts;
    }

    boolean isEmpty() {
        return claims.isEmpty();
    }

    void forget() {
        claims.clear();
        truncations.forgetUnchecked();
    }

    /** The partitions were assigned anew: what was found about them may no longer be true. */
    void assigned() {
        forget();
        truncations.clear();
    }

    /** The broker has no records at these offsets. */
    void outOfRange(OffsetOutOfRangeException e, Consumer<byte[], byte[]> consumer) {
        truncations.outOfRange(
                e, consumer.beginningOffsets(e.offsetOutOfRangePartitions().keySet()));
    }

    /**
     * Whether a broker may have restarted since the claim, and lost the end of its log. If so, the partitions must be claimed again
     * before anything that was polled is stored.
     */
    boolean isReconnected() {
        return connections != null && !isEmpty() && connections.opened() != connectionsAtClaim;
    }

    /**
     * Whether this record, which was polled under the current claim, is stored already.
     *
     * @throws TruncatedException if Kafka has lost the end of its partition
     */
    boolean isStored(ConsumerRecord<byte[], byte[]> record, Consumer<byte[], byte[]> consumer)
            throws TruncatedException {
        return truncations.isStored(record, consumer);
    }

    /** Claims the partitions that are assigned to {@code consumer}, and seeks to the offsets in PostgreSQL. */
    void claim(Consumer<byte[], byte[]> consumer, Connection connection) throws SQLException, FencedException {
        Set<TopicPartition> assigned = consumer.assignment();
        String topicId = parts.topicIds().of(topic);
        Map<TopicPartition, Long> first = consumer.beginningOffsets(assigned);
        Map<Integer, Long> byPartition = new HashMap<>();
        first.forEach((partition, offset) -> byPartition.put(partition.partition(), offset));
        forget();
        for (Claim claim : parts.offsets().claim(connection, topic, topicId, byPartition)) {
            claims.put(claim.partition(), claim);
        }
        parts.counters().add(SinkCounter.CLAIMS, name, claims.size());
        for (TopicPartition partition : assigned) {
            long start = first.getOrDefault(partition, 0L);
            Claim claim = place(consumer, connection, partition, start, topicId);
            claims.put(claim.partition(), claim);
            consumer.seek(partition, truncations.start(claim, start));
        }
        truncations.clear();
        connections = new Connections(consumer);
        connectionsAtClaim = connections.opened();
        includeAll(consumer, connection);
    }

    /**
     * Has the partitions assigned again if nobody has ever claimed some of them. A leader that restarts within its session while partitions
     * are added gets its old assignment back, and sees no change.
     */
    private void includeAll(Consumer<byte[], byte[]> consumer, Connection connection) throws SQLException {
        int all = consumer.partitionsFor(topic).size();
        int claimed = StoredOffsets.read(connection, List.of(topic)).size();
        long now = System.nanoTime();
        if (claimed < all && now - nextRebalanceNanos >= 0) {
            nextRebalanceNanos = now + BETWEEN_REBALANCES.toNanos();
            log.info(
                    "{} of {} partitions of {} have never been stored: they are assigned again",
                    all - claimed,
                    all,
                    topic);
            consumer.enforceRebalance("partitions that nobody has claimed");
        }
    }

    /** The claim of a partition; moved if its next offset is no longer in Kafka. */
    private Claim place(
            Consumer<byte[], byte[]> consumer,
            Connection connection,
            TopicPartition partition,
            long first,
            String topicId)
            throws SQLException, FencedException {
        Claim claim = claims.get(partition.partition());
        if (claim == null) {
            throw new IllegalStateException("no claim of " + partition + " after it was claimed: expected one");
        }
        if (!topicId.equals(claim.topicId())) {
            log.warn(
                    "{} was created again after offset {}: it is read from its beginning",
                    partition,
                    claim.nextOffset());
            return move(connection, claim, first, topicId, Loss.TOPIC_ANEW);
        }
        if (claim.nextOffset() < first) {
            log.error(
                    "{} starts at offset {}, but the next offset was {}: Kafka dropped {} offsets before they were stored",
                    partition,
                    first,
                    claim.nextOffset(),
                    first - claim.nextOffset());
            return move(connection, claim, first, topicId, Loss.RETENTION);
        }
        OptionalLong lost = truncations.of(claim, consumer, partition, first);
        if (lost.isPresent()) {
            log.error(
                    "{} was truncated at offset {}, but is stored up to {}: Kafka lost the records between, which are stored here, and"
                            + " reuses their offsets. Everything from {} on is stored",
                    partition,
                    lost.getAsLong(),
                    claim.nextOffset(),
                    lost.getAsLong());
            return move(connection, claim, lost.getAsLong(), topicId, Loss.CUT_OFF);
        }
        return claim;
    }

    /** Counts the loss only after the move has succeeded, because failures are retried. */
    private Claim move(Connection connection, Claim claim, long next, String topicId, Loss loss)
            throws SQLException, FencedException {
        Claim moved = new Claim(claim.partition(), claim.epoch(), next, topicId, null);
        parts.offsets().move(connection, topic, claim, moved, loss);
        if (loss == Loss.RETENTION) {
            parts.counters().add(SinkCounter.LOST_RECORDS, name, next - claim.nextOffset());
        } else {
            parts.counters().add(SinkCounter.RESETS, name, 1);
        }
        return moved;
    }

    /**
     * How far partitions are stored, under the claims that they were read with.
     *
     * @param reached how far each partition was read
     * @param allRead whether that covers everything the consumer has returned. If so, each partition is stored up to the consumer's
     *     position, which is also past transaction markers, and partitions without new records are as fresh as the others
     * @param lagKnown whether the consumer's lag is current
     */
    List<Progress> progress(
            Consumer<byte[], byte[]> consumer, Map<Integer, Batch.Reached> reached, boolean allRead, boolean lagKnown) {
        List<Progress> progress = new ArrayList<>();
        for (Claim claim : claims.values()) {
            TopicPartition partition = new TopicPartition(topic, claim.partition());
            Batch.Reached to = reached.get(claim.partition());
            // While a partition is unchecked, the consumer's position is before what is stored.
            if (to == null && (!allRead || truncations.isUnchecked(claim.partition()))) {
                continue;
            }
            long position = consumer.position(partition);
            long next = allRead || to == null ? position : to.nextOffset();
            OptionalLong behind = lagKnown ? consumer.currentLag(partition) : OptionalLong.empty();
            // The consumer counts from the last record it returned; some of those are not written yet.
            Long lag = behind.isEmpty() ? null : behind.getAsLong() + position - next;
            progress.add(new Progress(
                    claim.partition(), claim.epoch(), next, to == null ? null : LastRecord.of(to.last()), lag));
        }
        if (progress.size() < reached.size()) {
            throw new IllegalStateException("records of the partitions " + reached.keySet() + " of " + topic
                    + ": expected claims of all, not of " + claims.keySet() + " only");
        }
        return progress;
    }

    /** Releases the partitions, so that the next owner need not terminate this session. */
    void release(Connection connection) throws SQLException {
        Collection<Claim> mine = List.copyOf(claims.values());
        forget();
        parts.offsets().release(connection, topic, mine);
    }
}
