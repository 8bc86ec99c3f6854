package dev.tidemark.query.store;

import dev.tidemark.settings.PostgresSetting;
import dev.tidemark.settings.SettingsReader;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The PostgreSQL that the stream processor writes to.
 *
 * @param url {@code tidemark.postgres.url}: the JDBC URL (default {@code jdbc:postgresql://127.0.0.1:15432/tidemark})
 * @param user {@code tidemark.postgres.user}: the role, which only needs to read (default {@code tidemark})
 * @param password {@code tidemark.postgres.password}: the role's password (default {@code tidemark})
 * @param connections {@code tidemark.postgres.connections}: the maximum number of connections (default 6)
 * @param connectTimeout {@code tidemark.postgres.connect-timeout}: how long a query waits for a connection (default 1 s)
 * @param queryTimeout {@code tidemark.postgres.query-timeout}: how long a statement may take (default 5 s)
 */
@Context
record StoreSettings(
        String url, String user, String password, int connections, Duration connectTimeout, Duration queryTimeout) {
    @Inject
    StoreSettings(SettingsReader settings) {
        this(
                settings.get(PostgresSetting.URL),
                settings.get(PostgresSetting.USER),
                settings.get(PostgresSetting.PASSWORD),
                settings.get(PostgresSetting.CONNECTIONS),
                settings.get(PostgresSetting.CONNECT_TIMEOUT),
                settings.get(PostgresSetting.QUERY_TIMEOUT));
    }
}
