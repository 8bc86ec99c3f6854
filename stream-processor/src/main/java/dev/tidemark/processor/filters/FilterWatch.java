package dev.tidemark.processor.filters;

import dev.tidemark.processor.metrics.Reading;
import dev.tidemark.processor.metrics.Readings;
import dev.tidemark.processor.sink.postgres.PostgresConnector;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from PostgreSQL, each few seconds, what the filters in all applications have counted, and tells by how much that has risen since
 * this watch was started. While PostgreSQL does not answer nothing changes; what rose meanwhile is counted afterwards, of processes that
 * told of themselves within the last day. There are no readings before the first look that succeeds. Of more than 50,000 series, about
 * 5,000 processes, some are left out. Thread-safe.
 */
public final class FilterWatch implements Readings, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FilterWatch.class);
    private static final int SERIES = 50_000;
    private static final Duration MEMORY = Duration.ofDays(1);
    /** What waits in the topic to be stored is no older, and goes on from here. */
    private static final Duration MEMORY_AT_FIRST = Duration.ofDays(7);

    /** A series takes some 40 µs. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final PostgresConnector postgres;
    private final Clock clock;
    private final Rises rises = new Rises(SERIES);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("filters").factory());
    private @Nullable Connection connection;
    private boolean begun;
    private boolean failing;
    private volatile List<Reading> readings = List.of();

    public FilterWatch(PostgresConnector postgres, Clock clock) {
        this.postgres = postgres;
        this.clock = clock;
    }

    /**
     * Looks once, and again each {@code interval} from now on. What is stored before this returns is not counted, if PostgreSQL answers;
     * otherwise what is stored before it does. The schema must be there.
     */
    public void start(Duration interval) {
        look();
        timer.scheduleWithFixedDelay(this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** For one thread at a time. */
    void look() {
        try {
            Instant now = clock.instant();
            if (begun) {
                rises.add(FilterSql.newest(connection(), now.minus(MEMORY), SERIES));
            } else {
                rises.begin(FilterSql.newest(connection(), now.minus(MEMORY_AT_FIRST), SERIES));
                begun = true;
            }
            readings = rises.readings();
            failing = false;
        } catch (SQLException e) {
            disconnect();
            if (!failing) {
                LOG.warn("The filters' counters cannot be read from {}, tried again: {}", postgres, e.getMessage());
            }
            failing = true;
        } catch (RuntimeException e) {
            LOG.error("The filters' counters cannot be read from {}, tried again", postgres, e);
        }
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = postgres.open("tidemark-filters", STATEMENT_TIMEOUT);
            connection = open;
        }
        return open;
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // It is gone, then.
            }
        }
    }

    @Override
    public List<Reading> readings() {
        return readings;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            if (timer.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                disconnect();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
