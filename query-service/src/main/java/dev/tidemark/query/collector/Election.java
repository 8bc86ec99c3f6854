package dev.tidemark.query.collector;

import dev.tidemark.query.store.DatabaseException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which of the query services watches: the one that holds the lock. It asks every second whether it still does. Without an answer
 * it steps back after {@link #CONFIRMED}, before the server gives the lock to another one. It also steps back for another instance when
 * it cannot do its work. Thread-safe.
 */
@Singleton
final class Election {
    /** After this time without a statement, the server ends the session. */
    static final Duration SESSION = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Election.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** How long a confirmation counts. */
    private static final Duration CONFIRMED = Duration.ofSeconds(5);

    /** How long it may be unable to work before it lets another one try. */
    static final Duration PATIENCE = Duration.ofMinutes(1);
    /** How long it then stays out. */
    private static final Duration OUT = Duration.ofSeconds(30);

    private final ElectionQueries queries;
    private final Duration patience;
    private final OutageLog outage =
            new OutageLog(LOG, "No query service can be elected to watch PostgreSQL and Redis", "The election goes on");
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("collector-election").factory());
    private volatile boolean holding;
    private volatile long confirmedNanos;
    private volatile @Nullable String detail;
    private BooleanSupplier useless = () -> false;
    private long electedNanos;
    private long outUntilNanos = System.nanoTime();

    @Inject
    Election(ElectionQueries queries) {
        this(queries, PATIENCE);
    }

    /** Steps back if it is useless when it has been elected for {@code patience}. */
    Election(ElectionQueries queries, Duration patience) {
        this.queries = queries;
        this.patience = patience;
    }

    /** @param useless whether this instance has been unable to work for {@link #PATIENCE} */
    void start(BooleanSupplier useless) {
        this.useless = useless;
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
        if (begin - outUntilNanos < 0) {
            return;
        }
        boolean before = holding;
        try {
            boolean now = before ? queries.holds() : queries.take();
            confirmedNanos = begin;
            holding = now;
            if (!before) {
                electedNanos = begin;
            } else if (begin - electedNanos >= patience.toNanos() && useless.getAsBoolean() && queries.hasOthers()) {
                stepBack(begin);
            }
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

    private void stepBack(long begin) {
        LOG.warn(
                "Lets another query service watch PostgreSQL and Redis for {} s: this one cannot reach them, or Kafka",
                OUT.toSeconds());
        holding = false;
        outUntilNanos = begin + OUT.toNanos();
        queries.close();
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
