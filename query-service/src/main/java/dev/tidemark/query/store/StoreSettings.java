package dev.tidemark.query.store;

import dev.tidemark.query.settings.SettingsReader;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The PostgreSQL that the stream processor writes to.
 *
 * @param url {@code tidemark.postgres.url}: its JDBC address; {@code jdbc:postgresql://127.0.0.1:15432/tidemark}
 * @param user {@code tidemark.postgres.user}: the role, which needs to read only; {@code tidemark}
 * @param password {@code tidemark.postgres.password}: the role's password; {@code tidemark}
 * @param connections {@code tidemark.postgres.connections}: at most so many; 6
 * @param connectTimeout {@code tidemark.postgres.connect-timeout}: how long a question waits for a connection; 1 s
 * @param queryTimeout {@code tidemark.postgres.query-timeout}: how long a statement may take; 5 s
 */
@Context
record StoreSettings(
        String url, String user, String password, int connections, Duration connectTimeout, Duration queryTimeout) {
    @Inject
    StoreSettings(SettingsReader settings) {
        this(
                jdbcUrl(settings, "tidemark.postgres.url", "jdbc:postgresql://127.0.0.1:15432/tidemark"),
                settings.text("tidemark.postgres.user", "tidemark"),
                settings.text("tidemark.postgres.password", "tidemark"),
                settings.number("tidemark.postgres.connections", 6, 1, 100),
                settings.duration("tidemark.postgres.connect-timeout", "1s", "250ms", "60s"),
                settings.duration("tidemark.postgres.query-timeout", "5s", "1ms", "1h"));
    }

    static String jdbcUrl(SettingsReader settings, String name, String otherwise) {
        return settings.text(
                name, otherwise, "jdbc:postgresql://[^/\\s]+/\\S+", "jdbc:postgresql://host:port/database");
    }
}
