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
 * Creates the application's schema as soon as PostgreSQL answers, and again if it is lost. While it is missing, checks once a second.
 */
final class SchemaKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaKeeper.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    // The first attempts may just be too early.
    private static final int WORTH_TELLING = 3;

    // Prevents that two starting processes of one application create the schema at the same time.
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

    /** Notes that the tables or the server are gone. */
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
            LOG.info("PostgreSQL answers and the schema exists");
        } catch (SQLException | RuntimeException e) {
            if (++failures == WORTH_TELLING) {
                LOG.warn("no schema in PostgreSQL yet, retrying: {}", e.getMessage());
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
