package dev.tidemark.query.store;

import dev.tidemark.settings.PostgresLogin;
import dev.tidemark.settings.PostgresSetting;
import dev.tidemark.settings.SettingsReader;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The PostgreSQL that the stream processor writes to.
 *
 * @param login {@code tidemark.postgres.url}: the JDBC URL (default {@code jdbc:postgresql://127.0.0.1:15432/tidemark});
 *     {@code tidemark.postgres.user}: the role, which only needs to read (default {@code tidemark}); {@code tidemark.postgres.password}
 * @param connections {@code tidemark.postgres.connections}: the maximum number of connections (default 6)
 * @param connectTimeout {@code tidemark.postgres.connect-timeout}: how long a query waits for a connection (default 1 s)
 * @param queryTimeout {@code tidemark.postgres.query-timeout}: how long a statement may take (default 5 s)
 */
@Context
record StoreSettings(PostgresLogin login, int connections, Duration connectTimeout, Duration queryTimeout) {
    @Inject
    StoreSettings(SettingsReader settings) {
        this(
                PostgresLogin.own(settings),
                settings.get(PostgresSetting.CONNECTIONS),
                settings.get(PostgresSetting.CONNECT_TIMEOUT),
                settings.get(PostgresSetting.QUERY_TIMEOUT));
    }
}
