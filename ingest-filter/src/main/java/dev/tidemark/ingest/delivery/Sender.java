package dev.tidemark.ingest.delivery;

import dev.tidemark.ingest.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * The single thread that encodes and sends. Its failures are counted, and warned about at most; they never reach the
 * application.
 */
final class Sender implements Runnable {
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long RECONNECT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LAST_RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int TURN = 512;

    private final Settings settings;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final List<TopicPublisher<?>> publishers;
    private final CounterSamples counters;
    private final Warnings warnings = new Warnings();
    private @Nullable Producer<byte[], byte[]> producer;
    private boolean delivered;
    private volatile boolean closing;

    Sender(
            Settings settings,
            Supplier<Producer<byte[], byte[]>> producers,
            List<TopicPublisher<?>> publishers,
            CounterSamples counters) {
        this.settings = settings;
        this.producers = producers;
        this.publishers = publishers;
        this.counters = counters;
    }

    /** Makes the thread send the remaining events and end. */
    void close(Thread thread) {
        closing = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        while (!closing) {
            if (!attempt()) {
                pause(IDLE_NANOS);
            }
            reportFirstDelivery();
        }
        long start = System.nanoTime();
        long timeout = settings.closeTimeout().toNanos();
        // The last fifth of the timeout is for the final counters.
        finish(start + timeout / 5 * 4, start + timeout);
    }

    private void reportFirstDelivery() {
        if (!delivered
                && publishers.stream()
                        .anyMatch(publisher -> publisher.queue().metrics().isAnySent())) {
            delivered = true;
            Warnings.inform("Tidemark has delivered its first event to Kafka at " + settings.bootstrapServers());
        }
    }

    /** Returns whether more can be sent immediately. */
    private boolean attempt() {
        try {
            Producer<byte[], byte[]> open = producer;
            if (open == null) {
                if (!isAnythingToSend()) {
                    return false;
                }
                open = producers.get();
                producer = open;
            }
            boolean more = false;
            for (TopicPublisher<?> publisher : publishers) {
                more |= publisher.send(open, TURN);
            }
            counters.publishIfDue(open);
            return more;
        } catch (InterruptException e) {
            // Interrupted while it waited for metadata or memory: the record is still held.
            Thread.interrupted();
            return true;
        } catch (Throwable e) {
            warnings.warn("Tidemark cannot send to Kafka at " + settings.bootstrapServers()
                    + " and keeps trying; events wait in a bounded queue, then are dropped and counted: "
                    + cause(e));
            discardProducer();
            pause(closing ? LAST_RECONNECT_NANOS : RECONNECT_NANOS);
            return false;
        }
    }

    /** Kafka's client is created for the first event, not while the application starts and may be setting up its logging. */
    private boolean isAnythingToSend() {
        return counters.isDue() || !publishers.stream().allMatch(TopicPublisher::isEmpty);
    }

    private void finish(long drainBy, long endBy) {
        while (!publishers.stream().allMatch(TopicPublisher::isEmpty) && isBefore(drainBy)) {
            if (!attempt()) {
                pause(ANSWER_NANOS);
            }
        }
        publishers.forEach(TopicPublisher::giveUp);
        while (publishers.stream()
                        .anyMatch(publisher -> publisher.queue().counters().inFlight() > 0)
                && isBefore(drainBy)) {
            pause(ANSWER_NANOS);
        }
        publishFinalCounters(endBy);
        publishers.forEach(TopicPublisher::abandon);
        closeProducer(Duration.ofNanos(Math.max(0, endBy - System.nanoTime())));
        publishers.forEach(publisher -> publisher.queue().metrics().settle());
    }

    private void publishFinalCounters(long endBy) {
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            return;
        }
        try {
            boolean taken = counters.publish(open);
            while (!taken && isBefore(endBy)) {
                pause(IDLE_NANOS);
                taken = counters.publish(open);
            }
            while (!counters.isAnswered() && isBefore(endBy)) {
                pause(ANSWER_NANOS);
            }
        } catch (Throwable e) {
            warnings.warn("Tidemark could not publish its final counters: " + cause(e));
        }
    }

    /** Its batches may have reached Kafka; the next producer starts without them. */
    private void discardProducer() {
        publishers.forEach(TopicPublisher::abandon);
        closeProducer(Duration.ZERO);
        publishers.forEach(TopicPublisher::resume);
    }

    private void closeProducer(Duration timeout) {
        Producer<byte[], byte[]> open = producer;
        producer = null;
        if (open == null) {
            return;
        }
        try {
            open.close(timeout);
        } catch (Throwable e) {
            warnings.warn("Tidemark could not close its Kafka producer: " + cause(e));
        }
    }

    /** Only close() ends this thread. If the application's interrupt stayed set, no wait would last. */
    private static void pause(long nanos) {
        LockSupport.parkNanos(nanos);
        Thread.interrupted();
    }

    private static boolean isBefore(long nanos) {
        return System.nanoTime() - nanos < 0;
    }

    private static String cause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }
}
