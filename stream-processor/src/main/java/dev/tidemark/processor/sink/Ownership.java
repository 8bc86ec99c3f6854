package dev.tidemark.processor.sink;

import dev.tidemark.processor.sink.offset.Claim;
import dev.tidemark.processor.sink.offset.FencedException;
import dev.tidemark.processor.sink.offset.Loss;
import dev.tidemark.processor.sink.offset.Progress;
import java.sql.Connection;
import java.sql.SQLException;
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

/** Which partitions of a topic this sink may write, by what right, and where Kafka and PostgreSQL disagree. Not thread-safe. */
final class Ownership {
    private static final Logger log = LoggerFactory.getLogger(Ownership.class);

    private final String name;
    private final String topic;
    private final SinkParts parts;
    private final Map<Integer, Claim> claims = new HashMap<>();
    /** Partitions of which the broker said that they end before the place that was asked for. */
    private final Set<Integer> cutOff = new HashSet<>();

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

    /** The broker says that it has nothing at these places. */
    void outOfRange(Map<TopicPartition, Long> places, Map<TopicPartition, Long> firstOffsets) {
        places.forEach((partition, offset) -> {
            if (offset > firstOffsets.getOrDefault(partition, 0L)) {
                cutOff.add(partition.partition());
            }
        });
    }

    /** Claims the partitions that are assigned to {@code consumer}, and puts it where PostgreSQL says. */
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
    }

    /** The claim of a partition, moved if what it says is not to be had in Kafka. */
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
            log.warn("{} was made anew since offset {}: it is read from its beginning", partition, claim.nextOffset());
            return move(connection, claim, first, topicId, Loss.TOPIC_ANEW);
        }
        if (claim.nextOffset() < first) {
            log.error(
                    "{} begins at offset {}, and {} was to be next: {} offsets are lost, dropped before they were stored",
                    partition,
                    first,
                    claim.nextOffset(),
                    first - claim.nextOffset());
            return move(connection, claim, first, topicId, Loss.RETENTION);
        }
        if (cutOff.contains(claim.partition())) {
            long end = consumer.endOffsets(Set.of(partition)).getOrDefault(partition, first);
            // Unless that was seen to by an attempt that failed at another partition.
            if (claim.nextOffset() > end) {
                log.error(
                        "{} ends at offset {}, and {} was to be next: it was cut off",
                        partition,
                        end,
                        claim.nextOffset());
                return move(connection, claim, end, topicId, Loss.CUT_OFF);
            }
        }
        return claim;
    }

    /** Counts it once it is done: what fails is tried again. */
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
     * How far partitions are stored, by the right under which they were read.
     *
     * @param reached what was read
     * @param allRead whether that is all that the consumer has handed out. Then each partition is stored up to where the consumer
     *     stands, which is also behind the markers of transactions, and those that had nothing to bring are as fresh as the others
     * @param lagKnown whether what the consumer says of its lag is from now
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
            // The consumer counts from what it has handed out, of which the rest is still to be written.
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

    /** Tells the next owner that it need not end this one's session. */
    void release(Connection connection) throws SQLException {
        Collection<Claim> mine = List.copyOf(claims.values());
        claims.clear();
        parts.offsets().release(connection, topic, mine);
    }
}
