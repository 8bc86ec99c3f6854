package dev.tidemark.query.store;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A fixed part of a pool's connections. A question takes one before it asks the pool, so that questions of one kind never
 * take the connections of another, and a pool that cannot deliver means a server that cannot be reached. First come, first
 * served.
 */
final class ConnectionShare {
    private final int size;
    private final Duration patience;
    private final Semaphore free;

    ConnectionShare(int size, Duration patience) {
        this.size = size;
        this.patience = patience;
        this.free = new Semaphore(size, true);
    }

    int size() {
        return size;
    }

    /** Waits for a connection of this share; false if all stay in use. */
    boolean take() {
        try {
            return free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void giveBack() {
        free.release();
    }
}
