package dev.tidemark.query.store;

import java.time.Duration;
import java.util.Map;

/** Makes connections to one PostgreSQL that do not belong to the pool. */
public final class DedicatedConnections {
    private final DatabaseSettings settings;

    DedicatedConnections(DatabaseSettings settings) {
        this.settings = settings;
    }

    /** The JDBC URL of the server without prefix and parameters. */
    public String address() {
        return settings.address();
    }

    /**
     * Makes a connection, which opens itself when it is used.
     *
     * @param applicationName its name at the server
     * @param statementTimeout how long the server may work on a statement
     * @param parameters further parameters of the session
     */
    public DedicatedConnection create(
            String applicationName, Duration statementTimeout, Map<String, String> parameters) {
        return new DedicatedConnection(
                settings, DriverProperties.of(settings, applicationName, statementTimeout, parameters));
    }
}
