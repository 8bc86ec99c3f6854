package dev.tidemark.query.collector;

import dev.tidemark.query.store.DatabaseException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which of the query services watches: the one that holds the lock. It asks every second whether it still does. Without an answer
 * it steps back after {@link #CONFIRMED}, before the server gives the lock to another one. Thread-safe.
 */
@Singleton
final class Election {
    /** After this time without a statement, the server ends the session. */
    static final Duration SESSION = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Election.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** How long a confirmation counts. */
    private static final Duration CONFIRMED = Duration.ofSeconds(5);

    private final ElectionQueries queries;
    private final OutageLog outage =
            new OutageLog(LOG, "No query service can be elected to watch PostgreSQL and Redis", "The election goes on");
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("collector-election").factory());
    private volatile boolean holding;
    private volatile long confirmedNanos;
    private volatile @Nullable String detail;

    Election(ElectionQueries queries) {
        this.queries = queries;
    }

    void start() {
        var unused = timer.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isElected() {
        return holding && System.nanoTime() - confirmedNanos < CONFIRMED.toNanos();
    }

    /** Why nobody can be elected; null if it is not so. */
    @Nullable String detail() {
        return detail;
    }

    private void look() {
        long begin = System.nanoTime();
        boolean before = holding;
        try {
            boolean now = before ? queries.holds() : queries.take();
            confirmedNanos = begin;
            holding = now;
            detail = null;
            outage.succeeded();
        } catch (DatabaseException e) {
            holding = false;
            detail = e.getMessage();
            outage.failed(String.valueOf(e.getMessage()));
            // The session may have survived, and with it the lock.
            queries.close();
        } catch (RuntimeException e) {
            holding = false;
            LOG.error("The election failed; it goes on", e);
        }
        if (before != holding) {
            LOG.info(
                    holding
                            ? "Elected to watch PostgreSQL and Redis"
                            : "No longer elected to watch PostgreSQL and Redis");
        }
    }

    /** Another instance takes over at once. */
    @PreDestroy
    void close() {
        timer.shutdown();
        try {
            // Otherwise it could take the lock again after its connection was closed.
            if (!timer.awaitTermination(3, TimeUnit.SECONDS)) {
                timer.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        holding = false;
    }
}
