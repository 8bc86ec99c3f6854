package dev.tidemark.processor.sink.postgres;

import dev.tidemark.settings.PostgresLogin;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;

/**
 * Opens connections with timeouts on both sides: this process does not wait for ever for a server that is gone or
 * hangs, nor the server for a process that is gone or frozen. Thread-safe.
 */
public final class PostgresConnector {
    private static final Duration SOCKET_GRACE = Duration.ofSeconds(5);
    /** A transaction is a few statements in quick succession, so a longer pause means that the process is frozen. */
    private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(10);

    private final PostgresSettings settings;

    public PostgresConnector(PostgresSettings settings) {
        this.settings = settings;
    }

    /**
     * Opens a connection in autocommit.
     *
     * @param applicationName the name in {@code pg_stat_activity}
     */
    public Connection open(String applicationName) throws SQLException {
        return open(applicationName, settings.statementTimeout());
    }

    /** Like {@link #open(String)}, with another statement timeout. */
    public Connection open(String applicationName, Duration statementTimeout) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        properties.putAll(PostgresLogin.ownServer(settings.password()));
        properties.setProperty("ApplicationName", applicationName);
        properties.setProperty("connectTimeout", seconds(settings.connectTimeout()));
        properties.setProperty("loginTimeout", seconds(settings.connectTimeout()));
        properties.setProperty("socketTimeout", seconds(statementTimeout.plus(SOCKET_GRACE)));
        properties.setProperty("tcpKeepAlive", "true");
        Connection connection = DriverManager.getConnection(settings.url(), properties);
        try (Statement statement = connection.createStatement()) {
            // Set with a statement rather than as startup parameters, which a connection pooler may reject.
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
        return settings.address();
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }
}
