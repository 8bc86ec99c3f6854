package dev.tidemark.processor.sink.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection for regular reads: kept open between them, and opened again after a failure. Not thread-safe. */
public final class KeptConnection implements AutoCloseable {
    private final PostgresConnector connector;
    private final String name;
    private final Duration statementTimeout;
    private @Nullable Connection connection;

    /** @param name the connection's name in {@code pg_stat_activity} */
    public KeptConnection(PostgresConnector connector, String name, Duration statementTimeout) {
        this.connector = connector;
        this.name = name;
        this.statementTimeout = statementTimeout;
    }

    /** The open connection, or a new one. After an exception of a statement on it, call {@link #close}. */
    public Connection get() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connector.open(name, statementTimeout);
            connection = open;
        }
        return open;
    }

    /** Closes the connection, if one is open; the next {@link #get} opens a new one. */
    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // The connection is lost anyway.
            }
        }
    }
}
