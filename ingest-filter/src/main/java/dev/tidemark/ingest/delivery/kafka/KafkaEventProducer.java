package dev.tidemark.ingest.delivery.kafka;

import dev.tidemark.wire.codec.Codec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's producer. {@link KafkaClassLoader} loads this class a second time, together with Kafka's, so it uses nothing
 * of this package that is not public.
 */
public final class KafkaEventProducer implements EventProducer {
    private final Producer<byte[], byte[]> producer;

    public KafkaEventProducer(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** Connects on its own; see {@link EventProducers#open}. */
    public static EventProducer open(Map<String, Object> properties) {
        return new KafkaEventProducer(
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    @Override
    public void send(String topic, byte @Nullable [] key, byte[] value, @Nullable String contentType, Answer answer) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, value);
        if (contentType != null) {
            record.headers().add(Codec.CONTENT_TYPE_HEADER, contentType.getBytes(StandardCharsets.UTF_8));
        }
        Future<RecordMetadata> unused = producer.send(record, (metadata, error) -> answer.answered(outcome(error)));
    }

    @Override
    public void close(Duration timeout) {
        producer.close(timeout);
    }

    private static Outcome outcome(@Nullable Exception error) {
        if (error == null) {
            return Outcome.STORED;
        }
        if (error instanceof TimeoutException) {
            return Outcome.TIMED_OUT;
        }
        return error instanceof RecordTooLargeException ? Outcome.TOO_LARGE : Outcome.FAILED;
    }
}
