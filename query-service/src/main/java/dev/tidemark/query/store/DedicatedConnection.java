package dev.tidemark.query.store;

import dev.tidemark.settings.Secrets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * One connection that does not belong to the pool, for work that depends on its session. Statements commit by themselves and cannot
 * write. A broken connection is closed, and the next question opens another one. One question at a time; thread-safe.
 */
public final class DedicatedConnection implements AutoCloseable {
    private final DatabaseSettings settings;
    private final Properties properties = new Properties();
    private @Nullable Connection open;

    /** Asks something on a connection. */
    @FunctionalInterface
    public interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    DedicatedConnection(DatabaseSettings settings, Map<String, String> driver) {
        this.settings = settings;
        properties.putAll(driver);
        properties.setProperty("user", settings.login().user());
        if (!settings.login().password().isEmpty()) {
            properties.setProperty("password", settings.login().password());
        }
        properties.setProperty(
                "options",
                driver.get("options")
                        + " -c default_transaction_read_only=on -c idle_in_transaction_session_timeout=10000");
        // Each question is asked again and again.
        properties.setProperty("prepareThreshold", "1");
        // EXPLAIN (GENERIC_PLAN) has parameters without values, which the extended protocol refuses.
        properties.setProperty("preferQueryMode", "extendedForPrepared");
    }

    /**
     * Asks a question, and connects first if needed.
     *
     * @throws DatabaseException if there is no answer
     */
    public synchronized <T> T ask(Question<T> question) {
        if (!settings.hasUser()) {
            throw new DatabaseLoginMissingException(settings.place());
        }
        try {
            Connection connection = open;
            if (connection == null) {
                connection = DriverManager.getConnection(settings.login().url(), properties);
                open = connection;
            }
            return question.ask(connection);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private DatabaseException failure(SQLException e) {
        String state = e.getSQLState() == null ? "08000" : e.getSQLState();
        if (state.equals("57014")) {
            return new DatabaseTimeoutException(settings.place() + " did not finish a statement in time");
        }
        if (open != null && !state.startsWith("08") && !state.startsWith("57P")) {
            return new DatabaseStatementException(
                    settings.place() + " refuses a statement: " + Secrets.redact(String.valueOf(e.getMessage())),
                    state);
        }
        close();
        return new DatabaseUnavailableException(SqlFailures.away(e, settings), settings.remedy());
    }

    /** Closes the connection if it is open; the next question opens another one. */
    @Override
    public synchronized void close() {
        Connection connection = open;
        open = null;
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // It is broken, which is why it is closed.
            }
        }
    }
}
