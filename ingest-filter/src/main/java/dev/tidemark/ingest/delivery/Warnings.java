package dev.tidemark.ingest.delivery;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/** Logs one kind of warning to the application's log, at most once a minute. Thread-safe; never throws. */
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
        try {
            // Created lazily: our appender is created while logging itself is still being set up.
            LoggerFactory.getLogger(LOGGER).warn(message);
        } catch (RuntimeException e) {
            // The application's logging is broken, which must not break the application.
        }
        return true;
    }
}
