package dev.tidemark.processor.filters;

import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.processor.sink.postgres.KeptConnection;
import dev.tidemark.processor.sink.postgres.PostgresConnector;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the counters of all filters from PostgreSQL every few seconds, and reports their increase since this watch was started. While
 * PostgreSQL does not answer, nothing changes; increases in the meantime are added later, for processes that reported within the last
 * day. There are no samples before the first successful read. Beyond 50,000 series, which is about 5,000 processes, some are ignored.
 * Thread-safe.
 */
public final class FilterWatch implements SampleSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FilterWatch.class);
    private static final int SERIES = 50_000;
    private static final Duration MEMORY = Duration.ofDays(1);
    /** The retention of the samples topic: its backlog is no older, and counting continues from there. */
    private static final Duration MEMORY_AT_FIRST = Duration.ofDays(7);

    /** Reading one series takes about 40 µs. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final PostgresConnector postgres;
    private final Clock clock;
    private final CounterDeltas deltas = new CounterDeltas(SERIES);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("filters").factory());
    private final KeptConnection connection;
    private boolean begun;
    private boolean failing;
    private volatile List<Sample> samples = List.of();

    public FilterWatch(PostgresConnector postgres, Clock clock) {
        this.postgres = postgres;
        this.connection = new KeptConnection(postgres, "tidemark-filters", STATEMENT_TIMEOUT);
        this.clock = clock;
    }

    /**
     * Reads once, and then every {@code interval}. Increases count from the first successful read. The schema must
     * exist.
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
                deltas.add(FilterSql.newest(connection.get(), now.minus(MEMORY), SERIES));
            } else {
                deltas.begin(FilterSql.newest(connection.get(), now.minus(MEMORY_AT_FIRST), SERIES));
                begun = true;
            }
            samples = deltas.samples();
            failing = false;
        } catch (SQLException e) {
            connection.close();
            if (!failing) {
                LOG.warn(
                        "The filters' counters could not be read from {}; the next attempt follows: {}",
                        postgres,
                        e.getMessage());
            }
            failing = true;
        } catch (RuntimeException e) {
            LOG.error("The filters' counters could not be read from {}; the next attempt follows", postgres, e);
        }
    }

    @Override
    public List<Sample> samples() {
        return samples;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            if (timer.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                connection.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
