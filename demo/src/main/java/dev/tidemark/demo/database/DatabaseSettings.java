package dev.tidemark.demo.database;

import dev.tidemark.settings.PostgresLogin;
import dev.tidemark.settings.Secrets;
import dev.tidemark.settings.SettingsReader;
import java.time.Duration;

/**
 * An application's connection to PostgreSQL.
 *
 * @param application the name of its sessions in {@code pg_stat_activity}
 * @param url the JDBC URL without user and password (default {@code jdbc:postgresql://127.0.0.1:15432/tidemark})
 * @param user the role (default {@code tidemark})
 * @param password the role's password (default none)
 * @param connections the maximum number of sessions (default 8)
 * @param patience how long a request waits for a session (default 1 s)
 * @param statementTimeout when PostgreSQL cancels a statement (default 5 s)
 */
public record DatabaseSettings(
        String application,
        String url,
        String user,
        String password,
        int connections,
        Duration patience,
        Duration statementTimeout) {

    public static DatabaseSettings from(SettingsReader settings, String application) {
        PostgresLogin login = PostgresLogin.own(settings);
        return new DatabaseSettings(
                application,
                login.url(),
                login.user(),
                login.password(),
                8,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5));
    }

    /** Omits the password. */
    @Override
    public String toString() {
        return "DatabaseSettings[" + application + " at " + Secrets.redact(url) + " as " + user + "]";
    }
}
