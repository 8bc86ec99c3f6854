package dev.tidemark.ingest;

import java.util.concurrent.atomic.AtomicBoolean;

/** A share in the process-wide instance; closing the last one ends it. Thread-safe. */
public final class TidemarkHandle implements AutoCloseable {
    private final AtomicBoolean closed = new AtomicBoolean();

    TidemarkHandle() {}

    /** The process-wide instance as it is now; ask each time, as the application may install its own. */
    public Tidemark tidemark() {
        return GlobalTidemark.current();
    }

    /** Gives the share back. Does nothing the second time. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            GlobalTidemark.release();
        }
    }
}
