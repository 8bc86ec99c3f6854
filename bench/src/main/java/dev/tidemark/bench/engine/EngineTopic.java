package dev.tidemark.bench.engine;

import dev.tidemark.bench.traffic.FilterProducer;
import dev.tidemark.processor.topics.TopicDeclaration;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Publishes to topics in the same way as the filter. */
final class EngineTopic {
    private static final int RUN = 500;

    private final String bootstrapServers;

    EngineTopic(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Creates the public topics, and the topics {@code more} with as many partitions as the requests topic. */
    void declare(List<String> more) throws Exception {
        new TopicDeclaration(Map.of("bootstrap.servers", bootstrapServers), Duration.ofSeconds(30), -1).declare();
        try (Admin admin = admin()) {
            admin.createTopics(more.stream()
                            .map(name -> new NewTopic(name, Topics.REQUESTS.partitions(), (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    /**
     * Appends records to a topic, the same number to each partition. Half of them are measured.
     *
     * @param record makes the record with a number; its topic and partition are replaced
     */
    Stretch append(String topic, long records, int eventsPerRecord, LongFunction<ProducerRecord<byte[], byte[]>> record)
            throws Exception {
        return append(topic, Topics.REQUESTS.partitions(), records, eventsPerRecord, record);
    }

    /** Appends records to the first partition of the requests topic, so that they are read in the order of their numbers. */
    Stretch appendInOrder(long records, LongFunction<ProducerRecord<byte[], byte[]>> record) throws Exception {
        return append(Topics.REQUESTS.name(), 1, records, 1, record);
    }

    /** Returns the index of record {@code i} within its partition of a stretch. */
    static long before(long i) {
        return i / ((long) RUN * Topics.REQUESTS.partitions()) * RUN + i % RUN;
    }

    private Stretch append(
            String topic,
            int partitions,
            long records,
            int eventsPerRecord,
            LongFunction<ProducerRecord<byte[], byte[]>> record)
            throws Exception {
        Map<TopicPartition, Long> begin = end(topic);
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        try (Producer<byte[], byte[]> producer = FilterProducer.open(bootstrapServers)) {
            for (long i = 0; i < records; i++) {
                int partition = (int) (i / RUN % partitions);
                ProducerRecord<byte[], byte[]> made = record.apply(i);
                var unused = producer.send(
                        new ProducerRecord<>(topic, partition, made.key(), made.value(), made.headers()),
                        (metadata, e) -> failure.compareAndSet(null, e));
            }
        }
        Exception failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return new Stretch(begin, end(topic), records / 2, eventsPerRecord);
    }

    private Map<TopicPartition, Long> end(String topic) throws Exception {
        try (Admin admin = admin()) {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            for (int i = 0; i < Topics.REQUESTS.partitions(); i++) {
                latest.put(new TopicPartition(topic, i), OffsetSpec.latest());
            }
            Map<TopicPartition, Long> offsets = new HashMap<>();
            admin.listOffsets(latest).all().get().forEach((partition, info) -> offsets.put(partition, info.offset()));
            return offsets;
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }
}
