package dev.tidemark.e2e.ingest;

import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.KafkaSettings;
import dev.tidemark.wire.codec.MalformedEventException;
import dev.tidemark.wire.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A broker for one test, which may kill it, and a reader of its topics. */
final class Broker implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaBroker kafka = new KafkaBroker(KafkaSettings.temporary());

    String address() {
        return kafka.bootstrapServers();
    }

    void start() {
        kafka.start();
    }

    void kill() {
        kafka.kill();
    }

    void declare(Topic<?>... topics) throws Exception {
        declare(address(), topics);
    }

    static void declare(String servers, Topic<?>... topics) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(Arrays.stream(topics)
                            .map(topic -> new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
                                    .configs(topic.settings()))
                            .toList())
                    .all()
                    .get();
        }
    }

    /** Returns all current records of the topic, in order within each partition. */
    <E> List<E> read(Topic<E> topic) throws MalformedEventException {
        List<E> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records(topic)) {
            topic.codec().decode(record.value(), events::add);
        }
        return events;
    }

    List<ConsumerRecord<byte[], byte[]>> records(Topic<?> topic) {
        return records(address(), topic);
    }

    static List<ConsumerRecord<byte[], byte[]>> records(String servers, Topic<?> topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers, "auto.offset.reset", "earliest");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                consumer.poll(POLL).forEach(records::add);
            }
        }
        return records;
    }

    @Override
    public void close() {
        kafka.close();
    }
}
