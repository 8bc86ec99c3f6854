package dev.tidemark.query.store;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;

/** The two databases: where Tidemark keeps its rows, and the one that is looked at. They may be the same server. */
@Factory
public final class Databases {
    /** The qualifier of Tidemark's own database. */
    public static final String STORE = "store";

    /** The qualifier of the database that is looked at. */
    public static final String MONITORED = "monitored";

    @Singleton
    @Named(STORE)
    @Bean(preDestroy = "close")
    Database store(StoreSettings settings) {
        return new Database(new DatabaseSettings(
                "PostgreSQL",
                settings.url(),
                settings.user(),
                settings.password(),
                settings.connections(),
                settings.connectTimeout(),
                settings.queryTimeout()));
    }

    @Singleton
    @Named(MONITORED)
    @Bean(preDestroy = "close")
    Database monitored(MonitoredSettings settings) {
        return new Database(new DatabaseSettings(
                "The monitored PostgreSQL",
                settings.url(),
                settings.user(),
                settings.password(),
                2,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2)));
    }
}
