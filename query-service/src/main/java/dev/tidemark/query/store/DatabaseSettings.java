package dev.tidemark.query.store;

import java.time.Duration;

/**
 * How one PostgreSQL is reached.
 *
 * @param name what error messages call it
 * @param url its JDBC address
 * @param user the role; reading is enough
 * @param password the role's password
 * @param reservedConnections at most how many connections answer questions of the service itself, such as the verdict's
 * @param openConnections at most how many connections answer questions that are as long as a reader asks for
 * @param connectTimeout how long a question waits for a connection
 * @param queryTimeout how long the server may work on one statement
 */
record DatabaseSettings(
        String name,
        String url,
        String user,
        String password,
        int reservedConnections,
        int openConnections,
        Duration connectTimeout,
        Duration queryTimeout) {

    /** All connections together. */
    int connections() {
        return reservedConnections + openConnections;
    }

    /** The JDBC address without prefix and parameters, where a password may be. */
    String address() {
        String bare = url.replaceFirst("^jdbc:postgresql:/*", "");
        int parameters = bare.indexOf('?');
        return parameters < 0 ? bare : bare.substring(0, parameters);
    }

    /** Name and address, as error messages begin. */
    String place() {
        return name + " at " + address();
    }
}
