package dev.tidemark.ingest.delivery;

import dev.tidemark.ingest.delivery.kafka.EventProducer;
import dev.tidemark.ingest.delivery.kafka.EventProducer.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Delivers the events of one queue to Kafka. Sends on the sender's thread; callbacks run on the producer's I/O thread. */
final class TopicPublisher<E> {
    private static final Duration RETRY = Duration.ofMillis(200);

    private final TopicQueue<E> queue;
    private final RecordBatcher batcher;
    private final long maxRetryNanos;
    private long retryNanos = RETRY.toNanos();
    private @Nullable EncodedRecord held;
    private long retryAt = System.nanoTime();
    private @Nullable Thread sending;
    private boolean untaken;
    private volatile @Nullable EncodedRecord thrown;
    private volatile boolean abandoned;

    /** @param batcher builds records from the queue's events */
    TopicPublisher(TopicQueue<E> queue, RecordBatcher batcher) {
        this(queue, batcher, RETRY);
    }

    /** @param maxRetry the longest time until a record is tried again that the producer has no room for; it doubles each time */
    TopicPublisher(TopicQueue<E> queue, RecordBatcher batcher, Duration maxRetry) {
        this.queue = queue;
        this.batcher = batcher;
        this.maxRetryNanos = maxRetry.toNanos();
    }

    TopicQueue<E> queue() {
        return queue;
    }

    /**
     * Sends up to {@code count} records. If the producer has no room for a record, it is held and retried, so events
     * are lost only when the queue overflows.
     *
     * @return whether more can be sent immediately
     */
    boolean send(EventProducer producer, int count) {
        if (held != null && System.nanoTime() - retryAt < 0) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (!holdNext()) {
                return false;
            }
            EncodedRecord encoded = held;
            if (encoded != null && !take(producer, encoded)) {
                retryAt = System.nanoTime() + retryNanos;
                retryNanos = Math.min(2 * retryNanos, maxRetryNanos);
                return false;
            }
            retryNanos = RETRY.toNanos();
            held = null;
        }
        return true;
    }

    /** Counts all remaining events as lost. */
    void giveUp() {
        while (holdNext()) {
            if (held != null) {
                queue.metrics().dropped(DropReason.CLOSED, held.events());
                held = null;
            }
        }
    }

    /** The producer is being closed: records that fail from now on may still have reached Kafka. */
    void abandon() {
        abandoned = true;
    }

    /** A new producer is in use, and is not being closed. */
    void resume() {
        abandoned = false;
    }

    boolean isEmpty() {
        return held == null && batcher.isEmpty();
    }

    /** Builds the next record, unless one is already held; false if there is none. */
    private boolean holdNext() {
        if (held == null) {
            held = batcher.next();
        }
        return held != null;
    }

    private boolean take(EventProducer producer, EncodedRecord encoded) {
        untaken = false;
        thrown = null;
        sending = Thread.currentThread();
        try {
            producer.send(
                    encoded.topic(),
                    encoded.key(),
                    encoded.value(),
                    encoded.contentType(),
                    outcome -> answered(encoded, outcome));
        } catch (Throwable e) {
            // The record may be in a batch, which fails with its producer; it is held, and counted the next time.
            thrown = encoded;
            throw e;
        } finally {
            sending = null;
        }
        return !untaken;
    }

    private void answered(EncodedRecord encoded, Outcome outcome) {
        int events = encoded.events();
        if (encoded == thrown) {
            return;
        }
        if (outcome == Outcome.STORED) {
            queue.metrics().sent(events);
        } else if (outcome == Outcome.TIMED_OUT && Thread.currentThread() == sending) {
            // Called within send(): metadata or memory did not arrive in time, so the record was never in a batch.
            untaken = true;
        } else if (outcome == Outcome.TOO_LARGE) {
            queue.metrics().dropped(DropReason.RECORD_TOO_LARGE, events);
        } else {
            queue.metrics().dropped(abandoned ? DropReason.UNACKNOWLEDGED : DropReason.SEND_FAILED, events);
        }
    }
}
