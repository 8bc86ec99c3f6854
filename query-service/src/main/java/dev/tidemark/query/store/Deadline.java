package dev.tidemark.query.store;

import java.util.stream.Stream;

/** Bounds the total time of an answer that takes several queries; the server's timeout bounds only each batch of rows. Thread-safe. */
public final class Deadline {
    private final DatabaseSettings settings;
    private final long endNanos;

    Deadline(DatabaseSettings settings) {
        this.settings = settings;
        this.endNanos = System.nanoTime()
                + settings.connectTimeout().plus(settings.queryTimeout()).toNanos();
    }

    /** @throws DatabaseTimeoutException if it is over */
    public void check() {
        if (System.nanoTime() - endNanos > 0) {
            throw SqlFailures.tookTooLong(settings);
        }
    }

    /** The same rows; each is checked. */
    public <T> Stream<T> bounded(Stream<T> rows) {
        return rows.peek(row -> check());
    }
}
