package dev.tidemark.ingest.delivery;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Takes the events of one lane to Kafka. Sends on the sender's thread; hears of the outcome on Kafka's. */
final class Outlet<E> implements Callback {
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Lane<E> lane;
    private final UnaryOperator<E> preparation;
    private @Nullable ProducerRecord<byte[], byte[]> held;
    private long retryAt = System.nanoTime();
    private @Nullable Thread sending;
    private boolean untaken;
    private volatile boolean abandoned;

    /** @param preparation what is done to an event before it is encoded, on the sender's thread */
    Outlet(Lane<E> lane, UnaryOperator<E> preparation) {
        this.lane = lane;
        this.preparation = preparation;
    }

    Lane<E> lane() {
        return lane;
    }

    /**
     * Sends up to {@code count} events. One that the producer has no room for is held and tried again, so that it is
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
            ProducerRecord<byte[], byte[]> record = held;
            if (record != null && !take(producer, record)) {
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
                lane.tally().dropped(DropReason.CLOSED);
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
        return held == null && lane.isEmpty();
    }

    /** Encodes the next event, unless one is held already; false if there is none. One that fails is counted. */
    private boolean holdNext() {
        if (held != null) {
            return true;
        }
        E event = lane.poll();
        if (event == null) {
            return false;
        }
        try {
            held = lane.encode(preparation.apply(event));
        } catch (RuntimeException | StackOverflowError e) {
            lane.tally().dropped(DropReason.ENCODING);
        }
        return true;
    }

    private boolean take(Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        untaken = false;
        sending = Thread.currentThread();
        try {
            Future<RecordMetadata> unused = producer.send(record, this);
        } finally {
            sending = null;
        }
        return !untaken;
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception error) {
        if (error == null) {
            lane.tally().sent();
        } else if (error instanceof TimeoutException && Thread.currentThread() == sending) {
            // Within send(): no metadata or no memory in time, so the record never was in a batch.
            untaken = true;
        } else if (error instanceof RecordTooLargeException) {
            lane.tally().dropped(DropReason.RECORD_TOO_LARGE);
        } else {
            lane.tally().dropped(abandoned ? DropReason.UNACKNOWLEDGED : DropReason.SEND_FAILED);
        }
    }
}
