package dev.tidemark.query.store;

import dev.tidemark.query.settings.SettingsReader;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;

/**
 * The PostgreSQL that is looked at. Tidemark's own where nothing is said.
 *
 * @param url {@code tidemark.monitored.postgres.url}: its JDBC address
 * @param user {@code tidemark.monitored.postgres.user}: the role; a member of {@code pg_monitor} sees everything
 * @param password {@code tidemark.monitored.postgres.password}: the role's password
 */
@Context
record MonitoredSettings(String url, String user, String password) {
    @Inject
    MonitoredSettings(SettingsReader settings, StoreSettings own) {
        this(
                StoreSettings.jdbcUrl(settings, "tidemark.monitored.postgres.url", own.url()),
                settings.text("tidemark.monitored.postgres.user", own.user()),
                settings.text("tidemark.monitored.postgres.password", own.password()));
    }
}
