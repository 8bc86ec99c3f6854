package dev.tidemark.processor.sink;

import dev.tidemark.processor.deadletter.DeadLetterBuilder;
import dev.tidemark.wire.topic.DeadLetter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes dead letters before the sink's offset moves past their records, so each is published at least once, and again if the
 * transaction then fails. Thread-safe.
 */
final class DeadLetterPublisher implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;

    DeadLetterPublisher(Map<String, String> kafka) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "tidemark-sink-dead-letters");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DeadLetter.MAX_BYTES);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 8_000);
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Returns once the broker has stored all of them.
     *
     * @throws KafkaException if that takes too long
     */
    void publish(List<RejectedRecord> rejectedRecords) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (RejectedRecord rejected : rejectedRecords) {
            sent.add(send(DeadLetterBuilder.of(rejected.record(), rejected.reason(), rejected.detail())));
        }
        for (int i = 0; i < sent.size(); i++) {
            try {
                await(sent.get(i));
            } catch (RecordTooLargeException e) {
                // The topic's size limit was lowered.
                RejectedRecord rejected = rejectedRecords.get(i);
                await(send(DeadLetterBuilder.withoutContent(rejected.record(), rejected.reason(), rejected.detail())));
            }
        }
    }

    private Future<RecordMetadata> send(DeadLetterBuilder deadLetter) {
        return producer.send(new ProducerRecord<>(
                DeadLetter.TOPIC, null, null, deadLetter.key(), deadLetter.value(), deadLetter.headers()));
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }

    private static void await(Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException cause) {
                throw cause;
            }
            throw new KafkaException("Kafka did not accept a dead letter", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while dead letters were sent", e);
        }
    }
}
