package dev.tidemark.demo.database;

import dev.tidemark.settings.PostgresSetting;
import dev.tidemark.settings.SettingsReader;
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

    public static DatabaseSettings from(SettingsReader settings, String application) {
        return new DatabaseSettings(
                application,
                settings.get(PostgresSetting.URL),
                settings.get(PostgresSetting.USER),
                settings.get(PostgresSetting.PASSWORD),
                8,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5));
    }
}
