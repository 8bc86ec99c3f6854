package dev.tidemark.processor;

import dev.tidemark.wire.topic.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** Sends the largest random records that a topic accepts, and reads the dead letters they become. */
final class LargestRecords implements AutoCloseable {
    private static final int MORE_THAN_ANY = (1 << 20) + 20;
    private static final int STEP = 4;

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;

    LargestRecords(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "max.request.size", 4 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(List.of(new TopicPartition(DeadLetter.TOPIC, 0)));
    }

    /** Sends the largest value that {@code topic} accepts, and returns it. */
    byte[] send(String topic) {
        byte[] value = new byte[MORE_THAN_ANY];
        new Random(7).nextBytes(value);
        while (!isTaken(topic, value)) {
            value = Arrays.copyOf(value, value.length - STEP);
        }
        return value;
    }

    private boolean isTaken(String topic, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic, 0, null, value)).get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException) {
                return false;
            }
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for a dead letter of {@code topic}, and returns its value. */
    byte[] deadLetterOf(String topic) {
        List<byte[]> found = new ArrayList<>();
        Awaitility.await("a large dead letter of " + topic)
                .atMost(Duration.ofMinutes(3))
                .until(() -> {
                    for (ConsumerRecord<byte[], byte[]> deadLetter : consumer.poll(Duration.ofMillis(200))) {
                        String source = new String(
                                deadLetter
                                        .headers()
                                        .lastHeader(DeadLetter.SOURCE_TOPIC)
                                        .value(),
                                StandardCharsets.UTF_8);
                        if (source.equals(topic) && deadLetter.value() != null && deadLetter.value().length > 100_000) {
                            found.add(deadLetter.value());
                        }
                    }
                    return !found.isEmpty();
                });
        return found.get(0);
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
