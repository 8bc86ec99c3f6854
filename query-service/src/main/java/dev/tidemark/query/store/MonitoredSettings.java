package dev.tidemark.query.store;

import dev.tidemark.settings.PostgresLogin;
import dev.tidemark.settings.SettingsReader;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;

/**
 * The monitored PostgreSQL (default: Tidemark's own).
 *
 * @param login {@code tidemark.monitored.postgres.url}: the JDBC URL; {@code tidemark.monitored.postgres.user}: the role, a member of
 *     {@code pg_monitor} sees everything; {@code tidemark.monitored.postgres.password}
 */
@Context
record MonitoredSettings(PostgresLogin login) {
    @Inject
    MonitoredSettings(SettingsReader settings) {
        this(PostgresLogin.monitored(settings));
    }
}
