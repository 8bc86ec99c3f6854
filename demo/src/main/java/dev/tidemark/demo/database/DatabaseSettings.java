package dev.tidemark.demo.database;

import dev.tidemark.demo.Environment;
import java.time.Duration;

/**
 * How an application reaches PostgreSQL.
 *
 * @param application the name that its sessions have in {@code pg_stat_activity}
 * @param url for JDBC; {@code jdbc:postgresql://127.0.0.1:15432/tidemark} by default
 * @param user {@code tidemark} by default
 * @param password {@code tidemark} by default
 * @param connections at most this many sessions; 8 by default
 * @param patience how long a request waits for a session; 1 s by default
 * @param statementTimeout when PostgreSQL gives a statement up; 5 s by default
 */
public record DatabaseSettings(
        String application,
        String url,
        String user,
        String password,
        int connections,
        Duration patience,
        Duration statementTimeout) {

    public static DatabaseSettings from(Environment environment, String application) {
        String url = environment.text("TIDEMARK_POSTGRES_URL", "jdbc:postgresql://127.0.0.1:15432/tidemark");
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("TIDEMARK_POSTGRES_URL is \"" + url
                    + "\", but an address such as jdbc:postgresql://127.0.0.1:15432/tidemark is expected");
        }
        return new DatabaseSettings(
                application,
                url,
                environment.text("TIDEMARK_POSTGRES_USER", "tidemark"),
                environment.text("TIDEMARK_POSTGRES_PASSWORD", "tidemark"),
                8,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5));
    }
}
