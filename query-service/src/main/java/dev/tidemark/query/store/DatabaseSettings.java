package dev.tidemark.query.store;

import dev.tidemark.settings.PostgresLogin;
import java.time.Duration;

/**
 * The connection to one PostgreSQL.
 *
 * @param name the name in error messages
 * @param login its address, and the role, which only needs to read
 * @param own whether this is Tidemark's own server, whose way to log in is known
 * @param reservedConnections the maximum number of connections for queries of the service itself, such as the verdict's
 * @param openConnections the maximum number of connections for queries whose cost depends on the user's request
 * @param ownConnections the number of connections for {@link Database#readAgain}; 0 or 1
 * @param connectTimeout how long a query waits for a connection
 * @param queryTimeout how long the server may work on one statement
 */
record DatabaseSettings(
        String name,
        PostgresLogin login,
        boolean own,
        int reservedConnections,
        int openConnections,
        int ownConnections,
        Duration connectTimeout,
        Duration queryTimeout) {

    /** All connections together. */
    int connections() {
        return reservedConnections + openConnections + ownConnections;
    }

    /** The JDBC URL without prefix and parameters, which may contain a password. */
    String address() {
        String bare = login.url().replaceFirst("^jdbc:postgresql:/*", "");
        int parameters = bare.indexOf('?');
        return parameters < 0 ? bare : bare.substring(0, parameters);
    }

    /** Whether it is known as whom to connect. */
    boolean hasUser() {
        return !login.user().isEmpty();
    }

    /** What an operator can do while the server does not answer. */
    String remedy() {
        return "start " + name + ", or correct its URL, user and password in the settings";
    }

    /** Name and address, the beginning of error messages. */
    String place() {
        return name + " at " + address();
    }
}
