package dev.tidemark.processor.sink.postgres;

import dev.tidemark.settings.Component;
import dev.tidemark.settings.PostgresLogin;
import dev.tidemark.settings.PostgresSetting;
import dev.tidemark.settings.Secrets;
import dev.tidemark.settings.SettingsReader;
import java.time.Duration;
import java.util.Map;

/**
 * The connection to PostgreSQL. Each component's description starts with the name of its setting.
 *
 * @param url {@code tidemark.postgres.url}: the JDBC URL without user and password; {@code jdbc:postgresql://127.0.0.1:15432/tidemark}
 * @param user {@code tidemark.postgres.user}: {@code tidemark}
 * @param password {@code tidemark.postgres.password}: none
 * @param connectTimeout {@code tidemark.postgres.connect-timeout}: how long opening a connection may take; 5 s
 * @param statementTimeout {@code tidemark.postgres.statement-timeout}: how long a statement may take; a connection that
 *     stays silent for 5 s more is closed; 15 s
 * @param lockTimeout {@code tidemark.postgres.lock-timeout}: how long a statement may wait for a lock; 5 s
 */
public record PostgresSettings(
        String url,
        String user,
        String password,
        Duration connectTimeout,
        Duration statementTimeout,
        Duration lockTimeout) {

    /** The defaults with another address. */
    public static PostgresSettings of(String url, String user, String password) {
        PostgresSettings defaults = from(new SettingsReader(Component.PROCESSOR, Map.of(), Map.of()));
        return new PostgresSettings(
                url, user, password, defaults.connectTimeout, defaults.statementTimeout, defaults.lockTimeout);
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if one has a wrong value; the message names it
     */
    public static PostgresSettings from(SettingsReader in) {
        PostgresLogin login = PostgresLogin.own(in);
        return new PostgresSettings(
                login.url(),
                login.user(),
                login.password(),
                in.get(PostgresSetting.CONNECT_TIMEOUT),
                in.get(PostgresSetting.STATEMENT_TIMEOUT),
                in.get(PostgresSetting.LOCK_TIMEOUT));
    }

    /** Omits the password. */
    @Override
    public String toString() {
        return "PostgresSettings[" + address() + " as " + user + "]";
    }

    /** The URL for logs and messages. */
    public String address() {
        return Secrets.redact(url);
    }
}
