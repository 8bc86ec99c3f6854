package dev.tidemark.processor.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.wire.topic.DeadLetter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes dead letters: the original bytes, with headers that say where from and why. They are published before the
 * offset moves past the record, so each is there at least once, and twice if the transaction then fails. Thread-safe.
 */
final class DeadLetterPublisher implements AutoCloseable {
    private static final int MAX_DETAIL_CHARS = 1_000;

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

    /** Returns once the broker has all of them; throws {@link KafkaException} if it does not take them in time. */
    void publish(List<RejectedRecord> rejectedRecords) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (RejectedRecord rejectedRecord : rejectedRecords) {
            ConsumerRecord<byte[], byte[]> record = rejectedRecord.record();
            sent.add(producer.send(deadLetter(rejectedRecord, record.key(), record.value(), record.headers(), "")));
        }
        for (int i = 0; i < sent.size(); i++) {
            try {
                await(sent.get(i));
            } catch (RecordTooLargeException e) {
                publishLess(rejectedRecords.get(i));
            }
        }
    }

    /** With its headers a record may be larger than a dead letter may be, and so may they alone; it is still where it came from. */
    private void publishLess(RejectedRecord rejectedRecord) {
        ConsumerRecord<byte[], byte[]> record = rejectedRecord.record();
        byte[] value = record.value();
        String told = " (its value of " + (value == null ? 0 : value.length) + " bytes is too large to be here)";
        try {
            await(producer.send(deadLetter(rejectedRecord, record.key(), null, record.headers(), told)));
        } catch (RecordTooLargeException e) {
            await(producer.send(
                    deadLetter(rejectedRecord, null, null, List.of(), told + " (key and headers left out)")));
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }

    private static ProducerRecord<byte[], byte[]> deadLetter(
            RejectedRecord rejectedRecord,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Iterable<Header> originalHeaders,
            String told) {
        ConsumerRecord<byte[], byte[]> record = rejectedRecord.record();
        ProducerRecord<byte[], byte[]> deadLetter = new ProducerRecord<>(DeadLetter.TOPIC, null, key, value);
        Headers headers = deadLetter.headers();
        originalHeaders.forEach(headers::add);
        String detail = rejectedRecord.detail();
        String cut = detail.substring(0, Math.min(detail.length(), MAX_DETAIL_CHARS));
        headers.add(DeadLetter.SOURCE_TOPIC, record.topic().getBytes(UTF_8));
        headers.add(
                DeadLetter.SOURCE_PARTITION,
                Integer.toString(record.partition()).getBytes(UTF_8));
        headers.add(DeadLetter.SOURCE_OFFSET, Long.toString(record.offset()).getBytes(UTF_8));
        headers.add(DeadLetter.REASON, rejectedRecord.reason().getBytes(UTF_8));
        headers.add(DeadLetter.DETAIL, (cut + told).getBytes(UTF_8));
        return deadLetter;
    }

    private static void await(Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException cause) {
                throw cause;
            }
            throw new KafkaException("a dead letter was not taken", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted before dead letters were taken", e);
        }
    }
}
