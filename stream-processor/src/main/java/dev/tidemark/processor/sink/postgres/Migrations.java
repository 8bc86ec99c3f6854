package dev.tidemark.processor.sink.postgres;

import dev.tidemark.settings.PostgresLogin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Predicate;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
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
     * @throws FlywayException if PostgreSQL does not answer in time, or has tables of something else
     * @throws NewerSchemaException if it has the schema of a newer version that this one cannot use
     */
    public int run(Duration patience) {
        int retries = (int) Math.max(1, Math.min(patience.toSeconds(), 3600));
        log.info("Migrating {}; waiting up to {} s for PostgreSQL", settings.address(), retries);
        Flyway flyway = Flyway.configure()
                .dataSource(settings.url(), settings.user(), settings.password())
                .jdbcProperties(PostgresLogin.ownServer(settings.password()))
                .connectRetries(retries)
                .connectRetriesInterval(1)
                .load();
        int applied = flyway.migrate().migrationsExecuted;
        log.info("The schema is current; {} migrations were applied", applied);
        checkCompatibility(flyway.info().all());
        return applied;
    }

    /** Flyway itself accepts migrations that are newer than its own. */
    private void checkCompatibility(MigrationInfo[] all) {
        int known = newest(all, info -> info.getState().isResolved());
        int schema = newest(all, info -> info.getState().isApplied());
        if (schema <= known) {
            return;
        }
        int oldest = oldestSchema();
        if (known < oldest) {
            throw new NewerSchemaException(settings.address(), schema, oldest, known);
        }
        log.warn(
                "{} has schema {} of a newer Tidemark; this one knows schema {} and can use it, until it is upgraded",
                settings.address(),
                schema,
                known);
    }

    private static int newest(MigrationInfo[] all, Predicate<MigrationInfo> which) {
        return Arrays.stream(all)
                .filter(info -> info.getVersion() != null)
                .filter(which)
                .mapToInt(info -> info.getVersion().getMajor().intValueExact())
                .max()
                .orElse(0);
    }

    private int oldestSchema() {
        try (Connection connection = new PostgresConnector(settings).open("tidemark-migrations");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT max(oldest_schema) FROM schema_compatibility")) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new FlywayException("which programs may use the schema: " + e.getMessage(), e);
        }
    }
}
