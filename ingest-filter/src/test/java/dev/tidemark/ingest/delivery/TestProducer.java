package dev.tidemark.ingest.delivery;

import dev.tidemark.ingest.delivery.kafka.EventProducer;
import dev.tidemark.ingest.delivery.kafka.KafkaEventProducer;
import dev.tidemark.wire.codec.MalformedEventException;
import dev.tidemark.wire.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Kafka's MockProducer with configurable failures that mimic the real producer's. */
class TestProducer extends MockProducer<byte[], byte[]> {
    private volatile @Nullable Exception refusal;

    TestProducer(boolean answersAtOnce) {
        super(answersAtOnce, (Partitioner) null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Makes {@code send} fail the callback immediately, as for a record that never gets into a batch; null turns this off. */
    void refuse(@Nullable Exception error) {
        refusal = error;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        Exception error = refusal;
        if (error != null) {
            callback.onCompletion(null, error);
            return CompletableFuture.failedFuture(error);
        }
        return super.send(record, callback);
    }

    /** The same as the filter sees it. */
    EventProducer events() {
        return new KafkaEventProducer(this);
    }

    <E> List<E> sent(Topic<E> topic) {
        List<E> events = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : history()) {
            if (record.topic().equals(topic.name())) {
                try {
                    topic.codec().decode(record.value(), events::add);
                } catch (MalformedEventException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return events;
    }
}
