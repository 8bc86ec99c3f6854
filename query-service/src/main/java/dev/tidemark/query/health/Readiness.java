package dev.tidemark.query.health;

import dev.tidemark.query.range.Retention;
import dev.tidemark.query.store.DatabaseBusyException;
import dev.tidemark.query.store.DatabaseTimeoutException;
import dev.tidemark.query.store.DatabaseUnavailableException;
import io.micronaut.context.annotation.Context;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
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
 * Whether the store can be read. Checked in the background, so that any number of load balancers may ask, and the answer never waits. The
 * check reads the retention, which this service needs anyway. Thread-safe.
 */
@Context
final class Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final String PART = "postgres";

    private final Retention retention;
    private final SchemaCheck schema;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("readiness").factory());
    private volatile @Nullable Problem problem;

    /**
     * A reason why this service cannot answer questions.
     *
     * @param part the part that fails
     * @param problem what is wrong
     * @param since when it began
     * @param remedy what to do about it
     */
    @Serdeable
    record Problem(String part, String problem, Instant since, String remedy) {}

    /**
     * The answer of the readiness check.
     *
     * @param status {@code ready} or {@code not_ready}
     * @param problems the reasons if it is not ready
     */
    @Serdeable
    record Answer(String status, List<Problem> problems) {}

    Readiness(Retention retention, SchemaCheck schema, Clock clock) {
        this.retention = retention;
        this.schema = schema;
        this.clock = clock;
        this.problem = new Problem(PART, "not read yet", clock.instant(), "wait for the first check");
    }

    @PostConstruct
    void start() {
        var unused = timer.scheduleWithFixedDelay(this::check, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    Answer now() {
        Problem now = problem;
        return now == null ? new Answer("ready", List.of()) : new Answer("not_ready", List.of(now));
    }

    private void check() {
        try {
            SchemaCheck.Difference difference = schema.now();
            if (difference == null) {
                retention.refresh();
                ready();
            } else {
                fail(difference.text(), difference.remedy());
            }
        } catch (DatabaseBusyException | DatabaseTimeoutException e) {
            // The server answers, only not in time: taking this instance out of service would move the load to the
            // others.
            ready();
        } catch (DatabaseUnavailableException e) {
            fail(String.valueOf(e.getMessage()), e.remedy());
        } catch (RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            fail(
                    e.getMessage() + ": " + cause.getMessage(),
                    "grant the role of this service read access to all tables");
        }
    }

    private void ready() {
        if (problem != null) {
            LOG.info("Ready");
            problem = null;
        }
    }

    private void fail(String text, String remedy) {
        Problem before = problem;
        Problem now = new Problem(PART, text, before == null ? clock.instant() : before.since(), remedy);
        if (!now.equals(before)) {
            LOG.warn("Not ready since {}: {}; {}", now.since(), text, remedy);
            problem = now;
        }
    }

    @PreDestroy
    void close() {
        timer.shutdownNow();
    }
}
