package dev.tidemark.ingest.delivery;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Logs to the application's log: one kind of warning, at most once a minute, or what it is good to know once.
 * Thread-safe; never throws.
 */
public final class Warnings {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final AtomicLong next = new AtomicLong(System.nanoTime());

    /** Warns, unless it did within the last minute; returns whether it warned. */
    public boolean warn(String message) {
        if (!take()) {
            return false;
        }
        ApplicationLog.slf4j().warn(message);
        return true;
    }

    /** Whether a warning is due, which the caller then logs. */
    boolean take() {
        long now = System.nanoTime();
        long due = next.get();
        return now - due >= 0 && next.compareAndSet(due, now + MINUTE);
    }

    /** Starts the application's logging. If our threads log while it starts, SLF4J warns on the console. */
    public static void prepare() {
        ApplicationLog.prepare();
    }

    /** Logs a line of level INFO. */
    public static void inform(String message) {
        ApplicationLog.slf4j().info(message);
    }
}
