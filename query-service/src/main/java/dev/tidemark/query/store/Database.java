package dev.tidemark.query.store;

import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.TransactionCallback;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL that is only read. Repositories are called inside {@link #read} or {@link #readLong}, which bound how long a
 * question takes and turn failures into a {@link DatabaseException}. While the server cannot be reached, questions fail at
 * once; it is found again by itself. Safe for use by many threads.
 */
public final class Database {
    /** How long a server that could not be reached is not tried again. */
    private static final Duration PAUSE = Duration.ofMillis(700);
    /** Beyond the connect timeout, so that those who wait learn that the server is away instead of busy. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final DatabaseSettings settings;
    private final ConnectionPool pool;
    private final TransactionOperations<Connection> transactions;
    private final ConnectionShare reserved;
    private final ConnectionShare open;
    private volatile @Nullable Absence absence;

    private record Absence(String message, long untilNanos) {
        boolean isOver() {
            return System.nanoTime() - untilNanos >= 0;
        }
    }

    Database(DatabaseSettings settings, ConnectionPool pool, TransactionOperations<Connection> transactions) {
        this.settings = settings;
        this.pool = pool;
        this.transactions = transactions;
        Duration patience = settings.connectTimeout().plus(GRACE);
        this.reserved = new ConnectionShare(settings.reservedConnections(), patience);
        this.open = new ConnectionShare(settings.openConnections(), patience);
    }

    /** What error messages call it. */
    public String name() {
        return settings.name();
    }

    /** Where it is: its JDBC address without prefix and parameters. */
    public String address() {
        return settings.address();
    }

    /**
     * Asks whether it answers.
     *
     * @throws DatabaseException if it does not
     */
    public void ping() {
        int seconds = (int) Math.max(1, settings.connectTimeout().toSeconds());
        boolean answers = ask(reserved, status -> {
            try {
                return status.getConnection().isValid(seconds);
            } catch (SQLException e) {
                throw new DataAccessException("A connection cannot be tried", e);
            }
        });
        if (!answers) {
            throw new DatabaseUnavailableException(settings.place() + " does not answer");
        }
    }

    /**
     * Runs {@code question} in a read-only transaction that sees one state of the database. It is for questions that a reader
     * cannot make longer, such as those of the verdict: they have connections of their own.
     *
     * @throws DatabaseException if there is no answer in time
     */
    public <T> T read(Supplier<T> question) {
        return ask(reserved, status -> question.get());
    }

    /**
     * As {@link #read}, for questions that are as long as a reader asks for.
     *
     * @throws DatabaseException if there is no answer in time, or all connections for long questions stay in use
     */
    public <T> T readLong(Supplier<T> question) {
        return ask(open, status -> question.get());
    }

    /**
     * Bounds the time that {@code rows} take together: the server's own timeout bounds each portion of them.
     *
     * @throws DatabaseTimeoutException from the stream, when the time is over
     */
    public <T> Stream<T> bounded(Stream<T> rows) {
        long begin = System.nanoTime();
        long patience = settings.connectTimeout().plus(settings.queryTimeout()).toNanos();
        return rows.peek(row -> {
            if (System.nanoTime() - begin > patience) {
                throw SqlFailures.tookTooLong(settings);
            }
        });
    }

    private <T> T ask(ConnectionShare share, TransactionCallback<Connection, T> question) {
        failIfAway();
        if (!share.take()) {
            failIfAway();
            throw busy(share);
        }
        try {
            failIfAway();
            T answer = transactions.executeRead(question);
            absence = null;
            return answer;
        } catch (RuntimeException e) {
            throw failure(e, share);
        } finally {
            share.giveBack();
        }
    }

    private void failIfAway() {
        Absence away = absence;
        if (away != null && !away.isOver()) {
            throw new DatabaseUnavailableException(away.message);
        }
    }

    private DatabaseBusyException busy(ConnectionShare share) {
        return new DatabaseBusyException(settings.name() + " is busy: " + share.size()
                + " questions are being answered, the most at a time; ask again in a moment");
    }

    private RuntimeException failure(RuntimeException e, ConnectionShare share) {
        if (!SqlFailures.isOfConnecting(e)) {
            return SqlFailures.translated(e, settings);
        }
        SQLException cause = SqlFailures.sqlException(e);
        // The pool waited in vain, but no attempt to connect failed: the server is slow to accept one more.
        if (cause != null && cause.getCause() == null && pool.isInUse()) {
            return busy(share);
        }
        String message = SqlFailures.away(cause, settings);
        absence = new Absence(message, System.nanoTime() + PAUSE.toNanos());
        return new DatabaseUnavailableException(message);
    }
}
