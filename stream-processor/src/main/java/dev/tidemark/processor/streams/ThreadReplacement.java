package dev.tidemark.processor.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a stream thread that has died. Its transaction is aborted and its work done again, so nothing is lost; but a cause that
 * stays would make threads die in a circle, so each replacement comes later than the one before, up to half a minute. The partitions of
 * the dead thread stand still until its session ends (10 s), since its replacement is another member of the group. Thread-safe.
 */
final class ThreadReplacement implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadReplacement.class);
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration QUIET = Duration.ofMinutes(5);

    private final LongAdder failed = new LongAdder();
    private final AtomicInteger waiting = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Instant lastFailure = Instant.now();
    private Duration next = FIRST;
    private long lastNanos = System.nanoTime();

    @Override
    public StreamThreadExceptionResponse handle(Throwable exception) {
        failed.increment();
        lastFailure = Instant.now();
        waiting.incrementAndGet();
        Duration pause = isReplaced(exception) ? LONGEST : nextPause(System.nanoTime());
        if (isReplaced(exception)) {
            LOG.error(
                    "another process goes by this one's name: expected one process for each state folder"
                            + " (tidemark.state.dir), and no copy of one; a stream thread tries again in {}",
                    pause);
        } else {
            LOG.error("a stream thread has died; another takes its place in {} ms", pause.toMillis(), exception);
        }
        try {
            if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.decrementAndGet();
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** Trying again soon would only take the name back, and so on for ever. */
    static boolean isReplaced(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof FencedInstanceIdException) {
                return true;
            }
        }
        return false;
    }

    /** How long to wait at {@code nowNanos}: twice as long as the last time, or as at first after some quiet. */
    synchronized Duration nextPause(long nowNanos) {
        if (nowNanos - lastNanos > QUIET.toNanos()) {
            next = FIRST;
        }
        lastNanos = nowNanos;
        Duration pause = next;
        Duration twice = pause.multipliedBy(2);
        next = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
        return pause;
    }

    /** How many threads have died. */
    long failed() {
        return failed.sum();
    }

    /** How many threads that have died wait to be replaced; to Kafka Streams they are still running. */
    int waiting() {
        return waiting.get();
    }

    /** When a thread has last died; before the first, when this was made. */
    Instant lastFailure() {
        return lastFailure;
    }

    /** Replaces none from now on. */
    void stop() {
        stopped.countDown();
    }
}
