package dev.tidemark.query.store;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * The two databases: Tidemark's own and the monitored one, which may be the same server. For each there is a Micronaut data source,
 * to which repositories refer by name, and a {@link Database} to call them in.
 */
@Factory
public final class Databases {
    /** The name of Tidemark's own database. */
    public static final String STORE = "store";

    /** The name of the monitored database. */
    public static final String MONITORED = "monitored";

    @Singleton
    @Named(STORE)
    DatabaseSettings storeSettings(StoreSettings settings) {
        int reserved = Math.max(1, settings.connections() / 3);
        return new DatabaseSettings(
                "PostgreSQL",
                settings.login(),
                true,
                reserved,
                Math.max(1, settings.connections() - reserved),
                1,
                settings.connectTimeout(),
                settings.queryTimeout());
    }

    @Singleton
    @Named(MONITORED)
    DatabaseSettings monitoredSettings(MonitoredSettings settings, StoreSettings store) {
        boolean own = settings.login().url().equals(store.login().url());
        return new DatabaseSettings(
                "The monitored PostgreSQL",
                settings.login(),
                own,
                2,
                1,
                0,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2));
    }

    @Singleton
    @Named(STORE)
    @Bean(preDestroy = "close")
    ConnectionPool storePool(@Named(STORE) DatabaseSettings settings) {
        return new ConnectionPool(settings);
    }

    @Singleton
    @Named(MONITORED)
    @Bean(preDestroy = "close")
    ConnectionPool monitoredPool(@Named(MONITORED) DatabaseSettings settings) {
        return new ConnectionPool(settings);
    }

    @Singleton
    @Named(STORE)
    DataSource storeSource(@Named(STORE) ConnectionPool pool) {
        return pool.dataSource();
    }

    @Singleton
    @Named(MONITORED)
    DataSource monitoredSource(@Named(MONITORED) ConnectionPool pool) {
        return pool.dataSource();
    }

    @Singleton
    @Named(STORE)
    Database store(
            @Named(STORE) DatabaseSettings settings,
            @Named(STORE) ConnectionPool pool,
            @Named(STORE) TransactionOperations<Connection> transactions) {
        return new Database(settings, pool, transactions);
    }

    @Singleton
    @Named(MONITORED)
    Database monitored(
            @Named(MONITORED) DatabaseSettings settings,
            @Named(MONITORED) ConnectionPool pool,
            @Named(MONITORED) TransactionOperations<Connection> transactions) {
        return new Database(settings, pool, transactions);
    }

    @Singleton
    @Named(STORE)
    DedicatedConnections storeConnections(@Named(STORE) DatabaseSettings settings) {
        return new DedicatedConnections(settings);
    }

    @Singleton
    @Named(MONITORED)
    DedicatedConnections monitoredConnections(@Named(MONITORED) DatabaseSettings settings) {
        return new DedicatedConnections(settings);
    }
}
