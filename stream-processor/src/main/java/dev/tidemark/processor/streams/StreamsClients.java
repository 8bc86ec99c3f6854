package dev.tidemark.processor.streams;

import dev.tidemark.consumer.BoundedConsumer;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.processor.deadletter.DeadLetterProducer;
import dev.tidemark.processor.metrics.Outcomes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;
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
        if (first > next) {
            lost.add(first - next);
            LOG.error(
                    "{} starts at offset {}, but the next offset was {}: Kafka dropped {} offsets before they were counted",
                    partition,
                    first,
                    next,
                    first - next);
        } else {
            LOG.error(
                    "{} no longer has offset {}, which was next: the partition was truncated or created again",
                    partition,
                    next);
        }
    }

    private final class MainConsumer extends BoundedConsumer {
        MainConsumer(Map<String, Object> config) {
            super(config);
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            if (rebalance.compareAndSet(true, false)) {
                enforceRebalance("partitions that nobody reads");
            }
            try {
                return super.poll(timeout);
            } catch (OffsetOutOfRangeException e) {
                Map<TopicPartition, Long> first =
                        beginningOffsets(e.offsetOutOfRangePartitions().keySet());
                e.offsetOutOfRangePartitions()
                        .forEach((partition, next) -> dropped(partition, next, first.getOrDefault(partition, next)));
                throw e;
            }
        }
    }
}
