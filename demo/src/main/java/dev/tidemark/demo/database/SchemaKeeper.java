package dev.tidemark.demo.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the application's schema as soon as PostgreSQL answers, and again when it was lost; looks once a second while
 * it is not there.
 */
final class SchemaKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaKeeper.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    // The first attempts of a start may only have come too early.
    private static final int WORTH_TELLING = 3;

    // Two processes of one application that start together would both find nothing there.
    private static final String ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext(?))";

    private final DataSource pool;
    private final String application;
    private final String script;
    private final ScheduledExecutorService thread;
    private volatile boolean ready;
    private int failures;

    SchemaKeeper(DataSource pool, String application, String script) {
        this.pool = pool;
        this.application = application;
        this.script = script;
        this.thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(application + "-schema").factory());
    }

    void start() {
        var unused = thread.scheduleWithFixedDelay(this::look, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isReady() {
        return ready;
    }

    /** The tables are gone, or the server is. */
    void lost() {
        ready = false;
    }

    private void look() {
        if (ready) {
            return;
        }
        try {
            make();
            ready = true;
            failures = 0;
            LOG.info("PostgreSQL answers and the schema is there");
        } catch (SQLException | RuntimeException e) {
            if (++failures == WORTH_TELLING) {
                LOG.warn("no schema in PostgreSQL yet, trying on: {}", e.getMessage());
            }
        }
    }

    private void make() throws SQLException {
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try (var lock = connection.prepareStatement(ONE_AT_A_TIME);
                    var statement = connection.createStatement()) {
                lock.setString(1, application);
                lock.execute();
                statement.execute(script);
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
