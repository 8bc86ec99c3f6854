package dev.tidemark.query.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.exceptions.HttpStatusException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL that is only read, and may be away: a question to it takes a bounded time, and while it is away, questions
 * fail at once. It comes back by itself. Safe for use by many threads.
 */
public final class Database implements AutoCloseable {
    /** For how long a database that did not answer is not asked again. */
    private static final Duration PAUSE = Duration.ofMillis(700);

    private static final Pattern SENTENCE_END = Pattern.compile("\\.\\s|\\R");

    private final DatabaseSettings settings;
    private final HikariDataSource pool;
    private final int longQuestions;
    private final Semaphore longPermits;
    private volatile @Nullable Absence absence;

    private record Absence(String message, long untilNanos) {}

    Database(DatabaseSettings settings) {
        this.settings = settings;
        this.pool = new HikariDataSource(config(settings));
        this.longQuestions = Math.max(1, settings.connections() / 2);
        this.longPermits = new Semaphore(longQuestions);
    }

    /** What is done with a connection. */
    @FunctionalInterface
    public interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** What an error message calls it. */
    public String name() {
        return settings.name();
    }

    /** Where it is: its JDBC address without prefix and parameters. */
    public String address() {
        String url = settings.url().replaceFirst("^jdbc:postgresql:/*", "");
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    /**
     * Asks whether it answers.
     *
     * @throws DatabaseUnavailableException if it does not
     */
    public void ping() {
        boolean valid = read(
                connection -> connection.isValid((int) settings.connectTimeout().toSeconds()));
        if (!valid) {
            throw new DatabaseUnavailableException(settings.name() + " at " + address() + " does not answer");
        }
    }

    /**
     * Runs {@code work} in a read-only transaction that sees one state of the database.
     *
     * @throws DatabaseUnavailableException if the database is away, is too slow, or has no tables yet
     */
    public <T> T read(Work<T> work) {
        Absence away = absence;
        if (away != null && System.nanoTime() - away.untilNanos < 0) {
            throw new DatabaseUnavailableException(away.message);
        }
        try (Connection connection = connection()) {
            T result = work.with(connection);
            absence = null;
            return result;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * As {@link #read}, for what may take long because of what a reader asks for. At most half of the connections do such a
     * thing at a time, so that the others are there for what is quick.
     *
     * @throws DatabaseUnavailableException also if all of that half are busy, and stay so
     */
    public <T> T readLong(Work<T> work) {
        boolean permitted = false;
        try {
            permitted = longPermits.tryAcquire(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
            if (!permitted) {
                throw new DatabaseUnavailableException(settings.name() + " is busy with " + longQuestions
                        + " long questions, the most there may be: ask again in a moment");
            }
            return read(work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException(settings.name() + " was not asked: interrupted");
        } finally {
            if (permitted) {
                longPermits.release();
            }
        }
    }

    /** A connection; that there is none, whatever the reason, is no fault of the question. */
    private Connection connection() {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw away(e);
        }
    }

    private DatabaseUnavailableException away(SQLException e) {
        String message = settings.name() + " at " + address() + " does not answer: " + reason(e);
        absence = new Absence(message, System.nanoTime() + PAUSE.toNanos());
        return new DatabaseUnavailableException(message);
    }

    private RuntimeException failure(SQLException e) {
        String state = e.getSQLState() == null ? "08000" : e.getSQLState();
        if (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53")) {
            return away(e);
        }
        return switch (state) {
            case "57014" ->
                new DatabaseUnavailableException(settings.name() + " took longer than "
                        + settings.queryTimeout().toMillis() + " ms: ask for a shorter span or less of it");
            case "42P01", "3F000" ->
                new DatabaseUnavailableException(settings.name() + " at " + address()
                        + " has no tables of Tidemark: the stream processor makes them when it starts");
            case "22021" ->
                new HttpStatusException(
                        HttpStatus.BAD_REQUEST, "a value with a NUL character: expected text without one");
            default -> new IllegalStateException(settings.name() + ", SQL state " + state, e);
        };
    }

    /** The innermost message, as far as it says what happened: a pool only says that it waited. */
    private static String reason(SQLException e) {
        Throwable cause = e;
        while (cause.getCause() instanceof SQLException inner) {
            cause = inner;
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : SENTENCE_END.split(message, 2)[0];
    }

    private static HikariConfig config(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(settings.name());
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(settings.connectTimeout().toMillis());
        config.setValidationTimeout(settings.connectTimeout().toMillis());
        // Start without it, and wait for it.
        config.setInitializationFailTimeout(-1);
        config.setReadOnly(true);
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        // Or the pool's own questions would leave connections idle in a transaction.
        config.setIsolateInternalQueries(true);
        long patience = settings.connectTimeout().plus(settings.queryTimeout()).toMillis();
        config.addDataSourceProperty("ApplicationName", "tidemark-query");
        config.addDataSourceProperty(
                "options", "-c statement_timeout=" + settings.queryTimeout().toMillis());
        config.addDataSourceProperty("connectTimeout", seconds(settings.connectTimeout()));
        config.addDataSourceProperty("loginTimeout", seconds(settings.connectTimeout()));
        config.addDataSourceProperty("socketTimeout", seconds(Duration.ofMillis(patience)));
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // Sketches come as bytes instead of twice as many hexadecimal digits.
        config.addDataSourceProperty("prepareThreshold", "1");
        return config;
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, TimeUnit.MILLISECONDS.toSeconds(duration.toMillis() + 999)));
    }

    @Override
    public void close() {
        pool.close();
    }
}
