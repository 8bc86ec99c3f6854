package dev.tidemark.ingest.delivery;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Takes the events of one queue to Kafka. Sends on the sender's thread; hears of the outcome on Kafka's. */
final class TopicPublisher<E> {
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final TopicQueue<E> queue;
    private final RecordBatcher batcher;
    private @Nullable EncodedRecord held;
    private long retryAt = System.nanoTime();
    private @Nullable Thread sending;
    private boolean untaken;
    private volatile @Nullable EncodedRecord thrown;
    private volatile boolean abandoned;

    /** @param batcher makes records out of the queue's events */
    TopicPublisher(TopicQueue<E> queue, RecordBatcher batcher) {
        this.queue = queue;
        this.batcher = batcher;
    }

    TopicQueue<E> queue() {
        return queue;
    }

    /**
     * Sends up to {@code count} records. One that the producer has no room for is held and tried again, so that it is
     * lost only if the queue behind it runs over.
     *
     * @return whether there may be more to send at once
     */
    boolean send(Producer<byte[], byte[]> producer, int count) {
        if (held != null && System.nanoTime() - retryAt < 0) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (!holdNext()) {
                return false;
            }
            EncodedRecord encoded = held;
            if (encoded != null && !take(producer, encoded)) {
                retryAt = System.nanoTime() + RETRY_NANOS;
                return false;
            }
            held = null;
        }
        return true;
    }

    /** Counts what is still here as lost. */
    void giveUp() {
        while (holdNext()) {
            if (held != null) {
                queue.metrics().dropped(DropReason.CLOSED, held.events());
                held = null;
            }
        }
    }

    /** The producer is being closed: what fails from now on may be in Kafka all the same. */
    void abandon() {
        abandoned = true;
    }

    /** There is a new producer, which is not being closed. */
    void resume() {
        abandoned = false;
    }

    boolean isEmpty() {
        return held == null && batcher.isEmpty();
    }

    /** Makes the next record, unless one is held already; false if there is none. */
    private boolean holdNext() {
        if (held == null) {
            held = batcher.next();
        }
        return held != null;
    }

    private boolean take(Producer<byte[], byte[]> producer, EncodedRecord encoded) {
        untaken = false;
        thrown = null;
        sending = Thread.currentThread();
        try {
            Future<RecordMetadata> unused =
                    producer.send(encoded.record(), (metadata, error) -> answered(encoded, error));
        } catch (Throwable e) {
            // It may be in a batch all the same, which fails with its producer; it is held, and counted the next time.
            thrown = encoded;
            throw e;
        } finally {
            sending = null;
        }
        return !untaken;
    }

    private void answered(EncodedRecord encoded, @Nullable Exception error) {
        int events = encoded.events();
        if (encoded == thrown) {
            return;
        }
        if (error == null) {
            queue.metrics().sent(events);
        } else if (error instanceof TimeoutException && Thread.currentThread() == sending) {
            // Within send(): no metadata or no memory in time, so the record never was in a batch.
            untaken = true;
        } else if (error instanceof RecordTooLargeException) {
            queue.metrics().dropped(DropReason.RECORD_TOO_LARGE, events);
        } else {
            queue.metrics().dropped(abandoned ? DropReason.UNACKNOWLEDGED : DropReason.SEND_FAILED, events);
        }
    }
}
