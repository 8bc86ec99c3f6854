package dev.tidemark.processor.sink.postgres;

import dev.tidemark.settings.Component;
import dev.tidemark.settings.PostgresSetting;
import dev.tidemark.settings.SettingsReader;
import java.time.Duration;
import java.util.Map;

/**
 * How PostgreSQL is reached. Its name among the settings stands before each component.
 *
 * @param url {@code tidemark.postgres.url}: the database for JDBC; {@code jdbc:postgresql://127.0.0.1:15432/tidemark}
 * @param user {@code tidemark.postgres.user}: {@code tidemark}
 * @param password {@code tidemark.postgres.password}: {@code tidemark}
 * @param connectTimeout {@code tidemark.postgres.connect-timeout}: how long a connection may take; 5 s
 * @param statementTimeout {@code tidemark.postgres.statement-timeout}: how long a statement may take before it is given
 *     up; a connection that says nothing 5 s longer is dropped; 15 s
 * @param lockTimeout {@code tidemark.postgres.lock-timeout}: how long a statement may wait for a lock; 5 s
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
        PostgresSettings defaults = from(new SettingsReader(Component.PROCESSOR, Map.of(), Map.of()));
        return new PostgresSettings(
                url, user, password, defaults.connectTimeout, defaults.statementTimeout, defaults.lockTimeout);
    }

    /** Reads them; one that is not in the expected form is an {@link IllegalArgumentException} that names it. */
    public static PostgresSettings from(SettingsReader in) {
        return new PostgresSettings(
                in.get(PostgresSetting.URL),
                in.get(PostgresSetting.USER),
                in.get(PostgresSetting.PASSWORD),
                in.get(PostgresSetting.CONNECT_TIMEOUT),
                in.get(PostgresSetting.STATEMENT_TIMEOUT),
                in.get(PostgresSetting.LOCK_TIMEOUT));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "PostgresSettings[" + url + " as " + user + "]";
    }
}
