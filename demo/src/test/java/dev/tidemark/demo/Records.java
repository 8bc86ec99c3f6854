package dev.tidemark.demo;

import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.wire.codec.MalformedEventException;
import dev.tidemark.wire.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads all events of a topic so far. */
final class Records<E> implements AutoCloseable {

    private final Topic<E> topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<E> events = new ArrayList<>();

    private Records(Topic<E> topic, KafkaConsumer<byte[], byte[]> consumer) {
        this.topic = topic;
        this.consumer = consumer;
    }

    static <E> Records<E> of(Topic<E> topic, KafkaBroker broker) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList());
        return new Records<>(topic, consumer);
    }

    /** Creates topics like the stream processor. */
    static void declare(KafkaBroker broker, Topic<?>... topics) throws InterruptedException, ExecutionException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            for (Topic<?> topic : topics) {
                try {
                    admin.createTopics(List.of(new NewTopic(topic.name(), topic.partitions(), (short) 1)
                                    .configs(topic.settings())))
                            .all()
                            .get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
        }
    }

    List<E> soFar() throws MalformedEventException {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
            topic.codec().decode(record.value(), events::add);
        }
        return List.copyOf(events);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
