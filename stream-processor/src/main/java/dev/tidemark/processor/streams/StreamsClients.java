package dev.tidemark.processor.streams;

import dev.tidemark.consumer.Appended;
import dev.tidemark.consumer.BoundedConsumer;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.processor.deadletter.DeadLetterProducer;
import dev.tidemark.processor.metrics.Outcomes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka clients of the topology. When the next offset is no longer in Kafka, Kafka Streams continues with the first record that is
 * left and only logs it; the main consumer here also counts the records that were lost. The producer is a {@link DeadLetterProducer}.
 * Thread-safe. Not final, so that the fault suite can replace a client.
 */
class StreamsClients implements KafkaClientSupplier, SampleSource {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsClients.class);

    private final LongAdder lost = new LongAdder();
    private final AtomicBoolean rebalance = new AtomicBoolean();

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new MainConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new DeadLetterProducer(config);
    }

    @Override
    public List<Sample> samples() {
        return List.of(
                Outcomes.LOST.published("requests_lost_records_total", lost.sum(), "topology", "dropped_by_kafka"));
    }

    /** Makes the group assign its partitions again, with the next poll of one consumer. */
    void rebalance() {
        rebalance.set(true);
    }

    private void dropped(TopicPartition partition, long next, long first) {
        lost.add(first - next);
        LOG.error(
                "{} starts at offset {}, but the next offset was {}: Kafka dropped {} offsets before they were counted",
                partition,
                first,
                next,
                first - next);
    }

    /**
     * Kafka Streams would read a truncated partition from its beginning, and count all of it twice. This consumer goes on where the
     * partition was cut off.
     */
    private final class MainConsumer extends BoundedConsumer {
        /** The last record of each partition. */
        private final Map<TopicPartition, Newest> newest = new HashMap<>();

        /**
         * A record with the broker's time.
         *
         * @param leaderEpoch null if unknown
         */
        private record Newest(long timeMillis, @Nullable Integer leaderEpoch) {}

        MainConsumer(Map<String, Object> config) {
            super(config);
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            if (rebalance.compareAndSet(true, false)) {
                enforceRebalance("partitions that nobody reads");
            }
            ConsumerRecords<byte[], byte[]> polled;
            try {
                polled = super.poll(timeout);
            } catch (OffsetOutOfRangeException e) {
                Map<TopicPartition, Long> first =
                        beginningOffsets(e.offsetOutOfRangePartitions().keySet());
                Map<TopicPartition, Long> dropped = new HashMap<>();
                e.offsetOutOfRangePartitions().forEach((partition, next) -> {
                    long start = first.getOrDefault(partition, next);
                    if (start > next) {
                        dropped(partition, next, start);
                        dropped.put(partition, next);
                    } else {
                        truncated(partition, next, e);
                    }
                });
                if (dropped.isEmpty()) {
                    return ConsumerRecords.empty();
                }
                throw new OffsetOutOfRangeException(dropped);
            }
            polled.partitions().forEach(partition -> {
                ConsumerRecord<byte[], byte[]> last = polled.records(partition).getLast();
                if (last.timestampType() == TimestampType.LOG_APPEND_TIME) {
                    newest.put(
                            partition,
                            new Newest(last.timestamp(), last.leaderEpoch().orElse(null)));
                }
            });
            return polled;
        }

        private void truncated(TopicPartition partition, long next, OffsetOutOfRangeException e) {
            OffsetAndMetadata diverging = e instanceof LogTruncationException truncation
                    ? truncation.divergentOffsets().get(partition)
                    : null;
            long lost = diverging == null ? firstAfter(partition) : diverging.offset();
            LOG.error(
                    "{} was truncated at offset {}, but was counted up to {}: what Kafka lost stays counted, and everything from {} on is"
                            + " counted",
                    partition,
                    lost,
                    next,
                    lost);
            seek(partition, lost);
        }

        /** The first record after the newest one that was read; the end of the partition if none was read. */
        private long firstAfter(TopicPartition partition) {
            long end = endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
            Newest last = newest.get(partition);
            if (last == null) {
                return end;
            }
            OffsetAndTimestamp later =
                    offsetsForTimes(Map.of(partition, last.timeMillis() + 1)).get(partition);
            return later != null && Appended.after(later, last.leaderEpoch(), null, System.currentTimeMillis())
                    ? later.offset()
                    : end;
        }
    }
}
