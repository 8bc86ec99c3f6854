package dev.tidemark.ingest.delivery;

import dev.tidemark.wire.topic.Topic;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import org.jctools.queues.QueueProgressIndicators;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue of one topic: any thread adds events, the sender's thread removes them. Adding never blocks and
 * allocates nothing.
 */
final class TopicQueue<E> {
    // JCTools' fastest variant uses sun.misc.Unsafe, which makes newer JVMs print warnings to the application's
    // console.
    private final Queue<E> queue;
    private final QueueProgressIndicators progress;
    private final DeliveryMetrics metrics;
    private final Topic<E> topic;
    private final byte @Nullable [] key;
    private final ToIntFunction<E> weigher;
    private final long maxWeight;
    private final AtomicLong weight = new AtomicLong();

    /**
     * @param capacity the maximum number of waiting events
     * @param weigher the weight of an event; 0 for events of a fixed size
     * @param maxWeight the maximum total weight of the waiting events
     */
    TopicQueue(Topic<E> topic, byte @Nullable [] key, int capacity, ToIntFunction<E> weigher, long maxWeight) {
        this(topic, key, new MpscAtomicArrayQueue<>(capacity), weigher, maxWeight);
    }

    /** A queue of events of a fixed size. */
    static <E, Q extends Queue<E> & QueueProgressIndicators> TopicQueue<E> of(Topic<E> topic, Q queue) {
        return new TopicQueue<>(topic, null, queue, event -> 0, 0);
    }

    private <Q extends Queue<E> & QueueProgressIndicators> TopicQueue(
            Topic<E> topic, byte @Nullable [] key, Q queue, ToIntFunction<E> weigher, long maxWeight) {
        this.topic = topic;
        this.key = key;
        this.queue = queue;
        this.progress = queue;
        this.weigher = weigher;
        this.maxWeight = maxWeight;
        this.metrics = new DeliveryMetrics(topic.name());
    }

    /** Adds an event; returns whether it was accepted, and counts it if not. */
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

    /** Removes the oldest event; null if the queue is empty. For the sender's thread only. */
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

    EncodedRecord encode(E event) {
        return new EncodedRecord(topic.name(), key, topic.codec().encode(event), null, 1);
    }

    /** A record whose encoding differs from the topic's default and is named in its header. */
    EncodedRecord record(byte[] value, String contentType, int events) {
        return new EncodedRecord(topic.name(), key, value, contentType, events);
    }

    DeliveryMetrics metrics() {
        return metrics;
    }

    TopicCounters counters() {
        return metrics.read(progress::currentProducerIndex);
    }
}
