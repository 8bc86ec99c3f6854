package dev.tidemark.query.store;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A fixed share of a pool's connections. A query takes a permit before it asks the pool. So queries of one kind never use up the
 * connections of another kind, and if the pool has no connection, the server cannot be reached. First come, first served.
 */
final class ConnectionShare {
    private final int size;
    private final Duration patience;
    private final Semaphore free;
    private final LongAdder timeouts = new LongAdder();

    ConnectionShare(int size, Duration patience) {
        this.size = size;
        this.patience = patience;
        this.free = new Semaphore(size, true);
    }

    int size() {
        return size;
    }

    /** Waits for a permit; returns false if all stay in use. */
    boolean take() {
        try {
            boolean taken = free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!taken) {
                timeouts.increment();
            }
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How many queries wait for a permit. */
    int waiting() {
        return free.getQueueLength();
    }

    /** How many queries waited in vain. */
    long timeouts() {
        return timeouts.sum();
    }

    void giveBack() {
        free.release();
    }
}
