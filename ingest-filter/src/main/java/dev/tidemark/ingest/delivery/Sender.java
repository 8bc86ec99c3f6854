package dev.tidemark.ingest.delivery;

import dev.tidemark.ingest.delivery.kafka.EventProducer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thread that encodes and sends the events of some topics with a producer of its own. Its failures are counted, and
 * told to the outage watch; they never reach the application.
 */
final class Sender implements Runnable {
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long RECONNECT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LAST_RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int TURN = 512;

    private final Duration closeTimeout;
    private final Supplier<EventProducer> producers;
    private final List<TopicPublisher<?>> publishers;
    private final OutageWatch outage;
    private final @Nullable CounterSamples counters;
    private @Nullable EventProducer producer;
    private volatile boolean closing;

    /**
     * @param closeTimeout how long this sender may take to end
     * @param counters published by this sender, which then also looks for outages and ends last; null for none
     */
    Sender(
            Duration closeTimeout,
            Supplier<EventProducer> producers,
            List<TopicPublisher<?>> publishers,
            OutageWatch outage,
            @Nullable CounterSamples counters) {
        this.closeTimeout = closeTimeout;
        this.producers = producers;
        this.publishers = publishers;
        this.outage = outage;
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
            if (counters != null) {
                look();
            }
        }
        long start = System.nanoTime();
        long timeout = closeTimeout.toNanos();
        // The last fifth of the timeout is for the final counters.
        finish(start + timeout / 5 * 4, start + timeout);
    }

    private void look() {
        try {
            outage.look();
        } catch (Throwable e) {
            // The application's logging is broken, which must not end this thread.
        }
    }

    /** Returns whether more can be sent immediately. */
    private boolean attempt() {
        try {
            EventProducer open = producer;
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
            if (counters != null) {
                counters.publishIfDue(open);
            }
            return more;
        } catch (Throwable e) {
            if (Thread.interrupted()) {
                // Interrupted while it waited for metadata or memory: the record is still held.
                return true;
            }
            outage.failed(e);
            discardProducer();
            pause(closing ? LAST_RECONNECT_NANOS : RECONNECT_NANOS);
            return false;
        }
    }

    /** Kafka's client is created for the first event, not while the application starts and may be setting up its logging. */
    private boolean isAnythingToSend() {
        return (counters != null && counters.isDue()) || !isDrained();
    }

    private boolean isDrained() {
        return publishers.stream().allMatch(TopicPublisher::isEmpty);
    }

    private void finish(long drainBy, long endBy) {
        while (!isDrained() && isBefore(drainBy)) {
            if (!attempt()) {
                pause(ANSWER_NANOS);
            }
        }
        publishers.forEach(TopicPublisher::giveUp);
        while (inFlight() > 0 && isBefore(drainBy)) {
            pause(ANSWER_NANOS);
        }
        if (counters != null) {
            publish(counters, endBy);
        }
        publishers.forEach(TopicPublisher::abandon);
        closeProducer(Duration.ofNanos(Math.max(0, endBy - System.nanoTime())));
        settle();
    }

    /** The final counters are those of all senders. */
    private long inFlight() {
        return counters != null
                ? counters.inFlight()
                : publishers.stream()
                        .mapToLong(publisher -> publisher.queue().counters().inFlight())
                        .sum();
    }

    private void publish(CounterSamples last, long endBy) {
        EventProducer open = producer;
        if (open == null) {
            return;
        }
        try {
            boolean taken = last.publish(open);
            while (!taken && isBefore(endBy)) {
                pause(IDLE_NANOS);
                taken = last.publish(open);
            }
            while (!last.isAnswered() && isBefore(endBy)) {
                pause(ANSWER_NANOS);
            }
        } catch (Throwable e) {
            outage.failed(e);
        }
    }

    /** From now on, nothing is in flight. */
    void settle() {
        publishers.forEach(publisher -> publisher.queue().metrics().settle());
    }

    /** Its batches may have reached Kafka; the next producer starts without them. */
    private void discardProducer() {
        publishers.forEach(TopicPublisher::abandon);
        closeProducer(Duration.ZERO);
        publishers.forEach(TopicPublisher::resume);
    }

    private void closeProducer(Duration timeout) {
        EventProducer open = producer;
        producer = null;
        if (open == null) {
            return;
        }
        try {
            open.close(timeout);
        } catch (Throwable e) {
            outage.failed(e);
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
}
