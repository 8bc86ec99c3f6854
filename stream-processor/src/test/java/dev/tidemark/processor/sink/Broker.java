package dev.tidemark.processor.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.wire.codec.Codec;
import dev.tidemark.wire.topic.DeadLetter;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A client of the broker, for tests. */
final class Broker implements AutoCloseable {
    private final String servers;
    private final Admin admin;
    private static final String PROBE = "probe";

    private final KafkaProducer<byte[], byte[]> producer;

    Broker(KafkaBroker broker) {
        this.servers = broker.bootstrapServers();
        this.admin = Admin.create(Map.of("bootstrap.servers", servers));
        create(DeadLetter.TOPIC, 1);
        create(PROBE, 1);
        this.producer = workingProducer();
    }

    /** A broker that has just started may leave its first producer without an id until its records expire. */
    private KafkaProducer<byte[], byte[]> workingProducer() {
        while (true) {
            KafkaProducer<byte[], byte[]> next = new KafkaProducer<>(
                    Map.of("bootstrap.servers", servers, "linger.ms", 5),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
            try {
                next.send(new ProducerRecord<>(PROBE, new byte[0])).get(10, TimeUnit.SECONDS);
                return next;
            } catch (TimeoutException e) {
                next.close(Duration.ZERO);
            } catch (ExecutionException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    String servers() {
        return servers;
    }

    void create(String topic, int partitions) {
        createAgain(topic, partitions);
    }

    /** Whether no topic had this name. */
    boolean createAgain(String topic, int partitions) {
        try {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)
                            .configs(
                                    topic.equals(DeadLetter.TOPIC)
                                            ? Topics.DEAD_LETTER_SETTINGS
                                            : Map.of("message.timestamp.type", "LogAppendTime"))))
                    .all()
                    .get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void delete(String topic) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();
    }

    /** Deletes records as retention does. */
    void dropBefore(String topic, int partition, long offset) throws Exception {
        admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
    }

    Future<RecordMetadata> send(String topic, int partition, byte[] value) {
        return producer.send(new ProducerRecord<>(topic, partition, null, value));
    }

    /** Sends a record whose encoding is not the topic's default. */
    Future<RecordMetadata> send(String topic, int partition, byte[] value, String contentType) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, null, value);
        record.headers().add(Codec.CONTENT_TYPE_HEADER, contentType.getBytes(UTF_8));
        return producer.send(record);
    }

    void flush() {
        producer.flush();
    }

    /** The dead letters of a topic. */
    List<ConsumerRecord<byte[], byte[]>> deadLetters(String topic) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", servers);
        TopicPartition partition = new TopicPartition(DeadLetter.TOPIC, 0);
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            List<ConsumerRecord<byte[], byte[]>> deadLetters = new ArrayList<>();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (topic.equals(header(record, DeadLetter.SOURCE_TOPIC))) {
                        deadLetters.add(record);
                    }
                }
            }
            return deadLetters;
        }
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        admin.close(Duration.ofSeconds(5));
    }
}
