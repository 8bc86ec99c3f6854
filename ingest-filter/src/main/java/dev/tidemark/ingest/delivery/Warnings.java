package dev.tidemark.ingest.delivery;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Logs one kind of warning to the application's log, at most once a minute. Thread-safe; never throws. */
public final class Warnings {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final AtomicLong next = new AtomicLong(System.nanoTime());

    /** Warns, unless it did within the last minute; returns whether it warned. */
    public boolean warn(String message) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + MINUTE)) {
            return false;
        }
        ApplicationLog.slf4j().warn(message);
        return true;
    }
}
