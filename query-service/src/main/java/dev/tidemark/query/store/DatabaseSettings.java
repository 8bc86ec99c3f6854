package dev.tidemark.query.store;

import java.time.Duration;

/**
 * How one PostgreSQL is reached.
 *
 * @param name what an error message calls it
 * @param url its JDBC address
 * @param user the role; reading is enough
 * @param password the role's password
 * @param connections how many connections may be open at most
 * @param connectTimeout how long a question waits for a connection
 * @param queryTimeout how long the server may work on one statement
 */
record DatabaseSettings(
        String name,
        String url,
        String user,
        String password,
        int connections,
        Duration connectTimeout,
        Duration queryTimeout) {}
