package dev.tidemark.processor.sink;

import dev.tidemark.processor.sink.offset.Claim;
import dev.tidemark.processor.sink.offset.FencedException;
import dev.tidemark.processor.sink.offset.Loss;
import dev.tidemark.processor.sink.offset.Progress;
import dev.tidemark.processor.sink.offset.StoredOffsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
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
    /** Partitions that, according to the broker, end before the requested offset. */
    private final Set<Integer> cutOff = new HashSet<>();

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
    }

    /** The broker has no records at these offsets. */
    void outOfRange(Map<TopicPartition, Long> places, Map<TopicPartition, Long> firstOffsets) {
        places.forEach((partition, offset) -> {
            if (offset > firstOffsets.getOrDefault(partition, 0L)) {
                cutOff.add(partition.partition());
            }
        });
    }

    /** Claims the partitions that are assigned to {@code consumer}, and seeks to the offsets in PostgreSQL. */
    void claim(Consumer<byte[], byte[]> consumer, Connection connection) throws SQLException, FencedException {
        Set<TopicPartition> assigned = consumer.assignment();
        String topicId = parts.topicIds().of(topic);
        Map<TopicPartition, Long> first = consumer.beginningOffsets(assigned);
        Map<Integer, Long> byPartition = new HashMap<>();
        first.forEach((partition, offset) -> byPartition.put(partition.partition(), offset));
        claims.clear();
        for (Claim claim : parts.offsets().claim(connection, topic, topicId, byPartition)) {
            claims.put(claim.partition(), claim);
        }
        parts.counters().add(SinkCounter.CLAIMS, name, claims.size());
        for (TopicPartition partition : assigned) {
            Claim claim = place(consumer, connection, partition, first.getOrDefault(partition, 0L), topicId);
            claims.put(claim.partition(), claim);
            consumer.seek(partition, claim.nextOffset());
        }
        cutOff.clear();
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
        if (cutOff.contains(claim.partition())) {
            long end = consumer.endOffsets(Set.of(partition)).getOrDefault(partition, first);
            // Unless an earlier attempt, which failed at another partition, has already done so.
            if (claim.nextOffset() > end) {
                log.error(
                        "{} ends at offset {}, but the next offset was {}: the partition was truncated",
                        partition,
                        end,
                        claim.nextOffset());
                return move(connection, claim, end, topicId, Loss.CUT_OFF);
            }
        }
        return claim;
    }

    /** Counts the loss only after the move has succeeded, because failures are retried. */
    private Claim move(Connection connection, Claim claim, long next, String topicId, Loss loss)
            throws SQLException, FencedException {
        Claim moved = new Claim(claim.partition(), claim.epoch(), next, topicId);
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
            if (to == null && !allRead) {
                continue;
            }
            long position = consumer.position(partition);
            long next = allRead || to == null ? position : to.nextOffset();
            OptionalLong behind = lagKnown ? consumer.currentLag(partition) : OptionalLong.empty();
            // The consumer counts from the last record it returned; some of those are not written yet.
            Long lag = behind.isEmpty() ? null : behind.getAsLong() + position - next;
            progress.add(new Progress(
                    claim.partition(), claim.epoch(), next, to == null ? null : to.appendMillis() * 1000, lag));
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
        claims.clear();
        parts.offsets().release(connection, topic, mine);
    }
}
