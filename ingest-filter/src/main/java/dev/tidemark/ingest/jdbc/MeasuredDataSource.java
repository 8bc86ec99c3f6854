package dev.tidemark.ingest.jdbc;

import dev.tidemark.ingest.call.Call;
import dev.tidemark.ingest.call.Operation;
import dev.tidemark.wire.event.CallKind;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Measures how long the application waits for a connection, and hands out connections that measure. */
final class MeasuredDataSource extends DelegatingDataSource implements AutoCloseable {
    private static final String GET_CONNECTION = "getConnection";

    /** The innermost data source of the wait that runs on this thread: one that routes to others does not know the pool. */
    private static final ThreadLocal<@Nullable MeasuredDataSource> WAITING = new ThreadLocal<>();

    /** A driver that does not tell its database is not asked for ever. */
    private static final int MOST_ATTEMPTS = 3;

    private final PoolName poolName;
    private final boolean routes;
    private volatile @Nullable Database database;
    private volatile @Nullable Operation waiting;
    private volatile @Nullable Boolean measuredBelow;
    private int attempts;

    MeasuredDataSource(DataSource delegate, @Nullable String name, boolean routes) {
        super(delegate);
        this.poolName = new PoolName(delegate, name);
        this.routes = routes;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return connection(DataSource::getConnection);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return connection(source -> source.getConnection(user, password));
    }

    private Connection connection(Opening opening) throws SQLException {
        if (WAITING.get() != null) {
            WAITING.set(this);
            return measured(opening.of(delegate));
        }
        Call call = Call.begin(CallKind.POOL);
        Connection connection;
        MeasuredDataSource innermost = this;
        boolean failed = true;
        WAITING.set(this);
        try {
            connection = opening.of(delegate);
            failed = false;
        } finally {
            innermost = WAITING.get();
            WAITING.set(null);
            if (failed) {
                end(call, innermost, null);
            }
        }
        end(call, innermost, connection);
        return measured(connection);
    }

    private void end(Call call, @Nullable MeasuredDataSource innermost, @Nullable Connection connection) {
        if (call.isMeasured()) {
            call.end((innermost == null ? this : innermost).waiting(connection), connection == null);
        }
    }

    /** The pool's name is asked again until it is known: some pools get it with their first connection. */
    private Operation waiting(@Nullable Connection connection) {
        Operation known = waiting;
        if (known != null) {
            return known;
        }
        String name = poolName.get();
        if (name == null && connection != null && !routes) {
            name = database(connection).target();
        }
        if (name == null) {
            return Operation.of(CallKind.POOL, delegate.getClass().getSimpleName(), GET_CONNECTION);
        }
        Operation found = Operation.of(CallKind.POOL, name, GET_CONNECTION);
        waiting = found;
        return found;
    }

    private Connection measured(Connection connection) {
        // A driver that answers with null gets the application its NullPointerException, not us.
        if (connection == null || connection instanceof MeasuredConnection || isMeasuredBelow(connection)) {
            return connection;
        }
        return new MeasuredConnection(connection, database(connection));
    }

    /** Whether the pool got its connections from a measured data source. */
    private boolean isMeasuredBelow(Connection connection) {
        Boolean known = measuredBelow;
        if (known == null) {
            known = find(connection);
            if (!routes) {
                measuredBelow = known;
            }
        }
        return known;
    }

    private static boolean find(Connection connection) {
        try {
            return connection.isWrapperFor(MeasuredConnection.class);
        } catch (SQLException | RuntimeException | LinkageError e) {
            return false;
        }
    }

    private Database database(Connection connection) {
        Database known = database;
        if (known != null && (!routes || known.isOf(connection))) {
            return known;
        }
        Database found = Database.of(connection);
        attempts++;
        if (found.isKnown() || attempts >= MOST_ATTEMPTS) {
            database = found;
        }
        return found;
    }

    /** For containers that close what they have created; the pool is closed if it can be. */
    @Override
    public void close() throws Exception {
        if (delegate instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    private interface Opening {
        Connection of(DataSource source) throws SQLException;
    }
}
