package dev.tidemark.query.store;

import dev.tidemark.settings.PostgresSetting;
import dev.tidemark.settings.SettingsReader;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;

/**
 * The monitored PostgreSQL (default: Tidemark's own).
 *
 * @param url {@code tidemark.monitored.postgres.url}: the JDBC URL
 * @param user {@code tidemark.monitored.postgres.user}: the role; a member of {@code pg_monitor} sees everything
 * @param password {@code tidemark.monitored.postgres.password}: the role's password
 */
@Context
record MonitoredSettings(String url, String user, String password) {
    @Inject
    MonitoredSettings(SettingsReader settings, StoreSettings own) {
        this(
                settings.find(PostgresSetting.MONITORED_URL).orElse(own.url()),
                settings.find(PostgresSetting.MONITORED_USER).orElse(own.user()),
                settings.find(PostgresSetting.MONITORED_PASSWORD).orElse(own.password()));
    }
}
