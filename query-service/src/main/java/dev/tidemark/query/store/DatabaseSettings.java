package dev.tidemark.query.store;

import java.time.Duration;

/**
 * The connection to one PostgreSQL.
 *
 * @param name the name in error messages
 * @param url the JDBC URL
 * @param user the role; it only needs to read
 * @param password the role's password
 * @param reservedConnections the maximum number of connections for queries of the service itself, such as the verdict's
 * @param openConnections the maximum number of connections for queries whose cost depends on the user's request
 * @param connectTimeout how long a query waits for a connection
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

    /** The JDBC URL without prefix and parameters, which may contain a password. */
    String address() {
        String bare = url.replaceFirst("^jdbc:postgresql:/*", "");
        int parameters = bare.indexOf('?');
        return parameters < 0 ? bare : bare.substring(0, parameters);
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
