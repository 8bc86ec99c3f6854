package dev.tidemark.processor.sink.postgres;

import dev.tidemark.settings.PostgresLogin;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Migrates the database to this version's schema. Processes that start at the same time wait for each other; a second
 * run changes nothing.
 */
public final class Migrations {
    private static final Logger log = LoggerFactory.getLogger(Migrations.class);

    private final PostgresSettings settings;

    public Migrations(PostgresSettings settings) {
        this.settings = settings;
    }

    /**
     * Migrates.
     *
     * @param patience how long to wait for PostgreSQL
     * @return the number of applied migrations
     * @throws FlywayException if PostgreSQL does not answer in time, or has a schema that this version cannot use
     */
    public int run(Duration patience) {
        int retries = (int) Math.max(1, Math.min(patience.toSeconds(), 3600));
        log.info("Migrating {}; waiting up to {} s for PostgreSQL", settings.address(), retries);
        int applied = Flyway.configure()
                .dataSource(settings.url(), settings.user(), settings.password())
                .jdbcProperties(PostgresLogin.ownServer(settings.password()))
                .connectRetries(retries)
                .connectRetriesInterval(1)
                .load()
                .migrate()
                .migrationsExecuted;
        log.info("The schema is current; {} migrations were applied", applied);
        return applied;
    }
}
