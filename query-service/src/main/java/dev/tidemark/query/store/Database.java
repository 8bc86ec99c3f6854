package dev.tidemark.query.store;

import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.TransactionCallback;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Read-only access to a PostgreSQL. Repositories are called inside {@link #read} or {@link #readLong}, which bound the time of a
 * query and turn failures into a {@link DatabaseException}. While the server cannot be reached, queries fail immediately;
 * reconnecting is automatic. Thread-safe.
 */
public final class Database {
    /** After a failed attempt to connect, queries fail without another attempt for this long. */
    private static final Duration PAUSE = Duration.ofMillis(700);
    /** Added to the connect timeout, so that waiting queries report a server that is away, not busy. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final DatabaseSettings settings;
    private final ConnectionPool pool;
    private final TransactionOperations<Connection> transactions;
    private final ConnectionShare reserved;
    private final ConnectionShare open;
    private final ConnectionShare own;
    private final DatabaseFailures failures = new DatabaseFailures();
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
        this.own = new ConnectionShare(settings.ownConnections(), patience);
    }

    /** The name in error messages. */
    public String name() {
        return settings.name();
    }

    /** The JDBC URL without prefix and parameters. */
    public String address() {
        return settings.address();
    }

    /**
     * Checks that the server answers.
     *
     * @throws DatabaseException if it does not answer
     */
    public void ping() {
        int seconds = (int) Math.max(1, settings.connectTimeout().toSeconds());
        boolean answers = ask(reserved, status -> {
            try {
                return status.getConnection().isValid(seconds);
            } catch (SQLException e) {
                throw new DataAccessException("A connection cannot be tested", e);
            }
        });
        if (!answers) {
            throw new DatabaseUnavailableException(settings.place() + " does not answer", settings.remedy());
        }
    }

    /**
     * Runs {@code question} in a read-only transaction with a consistent snapshot. It is for queries whose cost a user cannot raise,
     * such as those of the verdict; they have reserved connections.
     *
     * @throws DatabaseException if there is no answer in time
     */
    public <T> T read(Supplier<T> question) {
        return ask(reserved, status -> question.get());
    }

    /**
     * Like {@link #read}, for queries whose cost depends on the user's request.
     *
     * @throws DatabaseException if there is no answer in time, or all connections for such queries stay in use
     */
    public <T> T readLong(Supplier<T> question) {
        return ask(open, status -> question.get());
    }

    /**
     * Like {@link #read}, for the one task that reads again and again in the background: it has a connection of its own, so it holds up no
     * reader.
     *
     * @throws DatabaseException if there is no answer in time
     */
    public <T> T readAgain(Supplier<T> question) {
        return ask(own, status -> question.get());
    }

    /**
     * Bounds the total time of reading {@code rows}; the server's timeout bounds only each batch of them.
     *
     * @throws DatabaseTimeoutException from the stream, if it takes too long
     */
    public <T> Stream<T> bounded(Stream<T> rows) {
        return deadline().bounded(rows);
    }

    /** The deadline of an answer that begins now. */
    public Deadline deadline() {
        return new Deadline(settings);
    }

    /**
     * The use of the connections.
     *
     * @param inUse the number of connections in use; empty if unknown
     * @param waiting the number of queries that wait for a connection
     * @param timeouts the number of queries that got no connection in time
     */
    record Load(OptionalInt inUse, int max, int waiting, long timeouts) {}

    Load load() {
        return new Load(
                pool.inUse(),
                settings.connections(),
                reserved.waiting() + open.waiting() + own.waiting() + pool.waiting(),
                reserved.timeouts() + open.timeouts() + own.timeouts() + pool.timeouts());
    }

    DatabaseFailures failures() {
        return failures;
    }

    private <T> T ask(ConnectionShare share, TransactionCallback<Connection, T> question) {
        if (!settings.hasUser()) {
            throw new DatabaseLoginMissingException(settings.place());
        }
        try {
            return answer(share, question);
        } catch (RuntimeException e) {
            failures.count(e);
            throw e;
        }
    }

    private <T> T answer(ConnectionShare share, TransactionCallback<Connection, T> question) {
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
            throw new DatabaseUnavailableException(away.message, settings.remedy());
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
        // The pool had no connection, but no attempt to connect failed: the server accepts connections slowly.
        if (cause != null && cause.getCause() == null && pool.isInUse()) {
            return busy(share);
        }
        String message = SqlFailures.away(cause, settings);
        absence = new Absence(message, System.nanoTime() + PAUSE.toNanos());
        return new DatabaseUnavailableException(message, settings.remedy());
    }
}
