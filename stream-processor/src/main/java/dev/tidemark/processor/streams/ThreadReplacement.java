package dev.tidemark.processor.streams;

import dev.tidemark.processor.topology.NewerFormException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a stream thread that has died. Its transaction is aborted and its work is repeated, so nothing is lost. If the cause persists,
 * the new thread dies too, so the pause before each replacement doubles, up to 30 s. The partitions of the dead thread are not processed
 * until its session times out (10 s), because its replacement is another member of the group. Thread-safe.
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
    private volatile Runnable repair = () -> {};
    private volatile @Nullable String leftFor;

    @Override
    public StreamThreadExceptionResponse handle(Throwable exception) {
        failed.increment();
        lastFailure = Instant.now();
        NewerFormException newer = newer(exception);
        if (newer != null) {
            return leave(newer, exception);
        }
        waiting.incrementAndGet();
        Duration pause = isReplaced(exception) ? LONGEST : nextPause(System.nanoTime());
        if (isReplaced(exception)) {
            LOG.error(
                    "another process uses the same instance id: expected one process per state directory"
                            + " (tidemark.state-dir), and no copies of it; a stream thread will retry in {}",
                    pause);
        } else {
            LOG.error("a stream thread has died and is replaced in {} ms", pause.toMillis(), exception);
        }
        try {
            if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
            repair.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.decrementAndGet();
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** Nothing of the record or store is dropped: its transaction is aborted, and a newer instance takes the partition over. */
    private StreamThreadExceptionResponse leave(NewerFormException newer, Throwable exception) {
        String told = "a newer Tidemark has written a " + newer.getMessage()
                + ". This processor has stopped counting; nothing is dropped, and instances of the newer version go on. Upgrade this"
                + " processor, or restore a backup of its own version (docs/operations.md)";
        if (leftFor == null) {
            LOG.error("{}: {}", told, exception.getMessage());
        }
        leftFor = told;
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private static @Nullable NewerFormException newer(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof NewerFormException newer) {
                return newer;
            }
        }
        return null;
    }

    /** Why the threads were not replaced, because a newer Tidemark has written what they read; null if it has not. */
    @Nullable String leftFor() {
        return leftFor;
    }

    /** @param before called before each replacement; must not throw */
    void before(Runnable before) {
        repair = before;
    }

    /** Whether another process uses the same instance id. An early retry would fence that process, which would fence this one, and so on. */
    static boolean isReplaced(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof FencedInstanceIdException) {
                return true;
            }
        }
        return false;
    }

    /** The pause for a death at {@code nowNanos}: twice the last one, or the first again after a quiet time. */
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

    /** The number of threads that have died. */
    long failed() {
        return failed.sum();
    }

    /** The number of dead threads that wait for their replacement. Kafka Streams still reports them as running. */
    int waiting() {
        return waiting.get();
    }

    /** When a thread last died; the time of construction if none has. */
    Instant lastFailure() {
        return lastFailure;
    }

    /** Stops replacing threads. */
    void stop() {
        stopped.countDown();
    }
}
