package dev.tidemark.processor.sink.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;

/**
 * Opens connections on which nothing waits for ever: neither this process for a server that is gone or hung, nor the
 * server for a process that is gone or frozen. Thread-safe.
 */
public final class PostgresConnector {
    private static final Duration SOCKET_GRACE = Duration.ofSeconds(5);
    /** A transaction here is a few statements in a row, so a pause in it means that the process is frozen. */
    private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(10);

    private final PostgresSettings settings;

    public PostgresConnector(PostgresSettings settings) {
        this.settings = settings;
    }

    /**
     * A new connection, in autocommit.
     *
     * @param applicationName what {@code pg_stat_activity} shows
     */
    public Connection open(String applicationName) throws SQLException {
        return open(applicationName, settings.statementTimeout());
    }

    /** As {@link #open(String)}, for statements that may take longer. */
    public Connection open(String applicationName, Duration statementTimeout) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        properties.setProperty("ApplicationName", applicationName);
        properties.setProperty("connectTimeout", seconds(settings.connectTimeout()));
        properties.setProperty("loginTimeout", seconds(settings.connectTimeout()));
        properties.setProperty("socketTimeout", seconds(statementTimeout.plus(SOCKET_GRACE)));
        properties.setProperty("tcpKeepAlive", "true");
        Connection connection = DriverManager.getConnection(settings.url(), properties);
        try (Statement statement = connection.createStatement()) {
            // Set by statement and not at the start of the session, which a pooler in between may refuse.
            statement.execute(String.format(
                    Locale.ROOT,
                    """
                    SET statement_timeout = %d;
                    SET lock_timeout = %d;
                    SET idle_in_transaction_session_timeout = %d;
                    SET client_connection_check_interval = '2s'\
                    """,
                    statementTimeout.toMillis(),
                    settings.lockTimeout().toMillis(),
                    IDLE_IN_TRANSACTION.toMillis()));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public String toString() {
        return settings.url();
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }
}
