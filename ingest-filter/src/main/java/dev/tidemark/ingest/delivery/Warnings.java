package dev.tidemark.ingest.delivery;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs to the application's log: one kind of warning, at most once a minute, or what it is good to know once.
 * Thread-safe; never throws.
 */
public final class Warnings {
    private static final String LOGGER = "dev.tidemark.ingest";
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final AtomicLong next = new AtomicLong(System.nanoTime());

    /** Warns, unless it did within the last minute; returns whether it warned. */
    public boolean warn(String message) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + MINUTE)) {
            return false;
        }
        log(logger -> logger.warn(message));
        return true;
    }

    /** Logs a line of level INFO. */
    public static void inform(String message) {
        log(logger -> logger.info(message));
    }

    private static void log(Consumer<Logger> line) {
        try {
            // Created lazily: our appender is created while logging itself is still being set up.
            line.accept(LoggerFactory.getLogger(LOGGER));
        } catch (RuntimeException e) {
            // The application's logging is broken, which must not break the application.
        }
    }
}
