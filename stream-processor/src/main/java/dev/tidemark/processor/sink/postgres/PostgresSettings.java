package dev.tidemark.processor.sink.postgres;

import java.time.Duration;

/**
 * How PostgreSQL is reached. Its name among the settings stands before each component.
 *
 * @param url {@code tidemark.postgres.url}: the database for JDBC; {@code jdbc:postgresql://127.0.0.1:15432/tidemark}
 * @param user {@code tidemark.postgres.user}: {@code tidemark}
 * @param password {@code tidemark.postgres.password}: {@code tidemark}
 * @param connectTimeout {@code tidemark.postgres.connect.timeout}: how long a connection may take; 5 s
 * @param statementTimeout {@code tidemark.postgres.statement.timeout}: how long a statement may take before it is given
 *     up; a connection that says nothing 5 s longer is dropped; 15 s
 * @param lockTimeout {@code tidemark.postgres.lock.timeout}: how long a statement may wait for a lock; 5 s
 */
public record PostgresSettings(
        String url,
        String user,
        String password,
        Duration connectTimeout,
        Duration statementTimeout,
        Duration lockTimeout) {

    /** Defaults, over an address. */
    public static PostgresSettings of(String url, String user, String password) {
        return new PostgresSettings(
                url, user, password, Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(5));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "PostgresSettings[" + url + " as " + user + "]";
    }
}
