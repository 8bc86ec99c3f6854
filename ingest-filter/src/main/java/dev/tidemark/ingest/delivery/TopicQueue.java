package dev.tidemark.ingest.delivery;

import dev.tidemark.wire.codec.Codec;
import dev.tidemark.wire.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue of one topic: any thread offers, the sender's thread takes. Offering never blocks, and allocates
 * nothing.
 */
final class TopicQueue<E> {
    // Not JCTools' fastest variant: that uses sun.misc.Unsafe, about which newer JVMs warn on the application's
    // console.
    private final MpscAtomicArrayQueue<E> queue;
    private final DeliveryMetrics metrics;
    private final Topic<E> topic;
    private final byte @Nullable [] key;
    private final ToIntFunction<E> weigher;
    private final long maxWeight;
    private final AtomicLong weight = new AtomicLong();

    /**
     * @param capacity how many events wait at most
     * @param weigher what an event weighs; 0 for events of a fixed size
     * @param maxWeight what the waiting events weigh at most
     */
    TopicQueue(Topic<E> topic, byte @Nullable [] key, int capacity, ToIntFunction<E> weigher, long maxWeight) {
        this.topic = topic;
        this.key = key;
        this.queue = new MpscAtomicArrayQueue<>(capacity);
        this.weigher = weigher;
        this.maxWeight = maxWeight;
        this.metrics = new DeliveryMetrics(topic.name());
    }

    /** Whether the event was taken; one that was not is counted. */
    boolean offer(E event) {
        int own = weigher.applyAsInt(event);
        if (own > 0 && weight.addAndGet(own) > maxWeight) {
            weight.addAndGet(-own);
            metrics.refused(DropReason.QUEUE_FULL);
            return false;
        }
        if (queue.offer(event)) {
            return true;
        }
        if (own > 0) {
            weight.addAndGet(-own);
        }
        metrics.refused(DropReason.QUEUE_FULL);
        return false;
    }

    /** The oldest waiting event, taken out; null if none waits. For the sender's thread only. */
    @Nullable E poll() {
        E event = queue.poll();
        if (event != null) {
            int own = weigher.applyAsInt(event);
            if (own > 0) {
                weight.addAndGet(-own);
            }
        }
        return event;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    ProducerRecord<byte[], byte[]> encode(E event) {
        return new ProducerRecord<>(topic.name(), key, topic.codec().encode(event));
    }

    /** A record in another encoding than the topic's own, which its header tells. */
    ProducerRecord<byte[], byte[]> record(byte[] value, String contentType) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic.name(), key, value);
        record.headers().add(Codec.CONTENT_TYPE_HEADER, contentType.getBytes(StandardCharsets.UTF_8));
        return record;
    }

    DeliveryMetrics metrics() {
        return metrics;
    }

    TopicCounters counters() {
        return metrics.read(queue::currentProducerIndex);
    }
}
