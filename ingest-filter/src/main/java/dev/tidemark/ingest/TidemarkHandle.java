package dev.tidemark.ingest;

import java.util.concurrent.atomic.AtomicBoolean;

/** A handle to the process-wide instance; closing the last handle ends the instance. Thread-safe. */
public final class TidemarkHandle implements AutoCloseable {
    private final AtomicBoolean closed = new AtomicBoolean();

    TidemarkHandle() {}

    /** The current process-wide instance. Do not keep it: the application may install its own. */
    public Tidemark tidemark() {
        return GlobalTidemark.current();
    }

    /** Releases the handle. Further calls have no effect. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            GlobalTidemark.release();
        }
    }
}
