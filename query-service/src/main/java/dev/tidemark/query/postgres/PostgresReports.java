package dev.tidemark.query.postgres;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.query.store.Databases;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Reports the state of the monitored PostgreSQL. Never fails: a PostgreSQL that is away has a status too. */
@Singleton
public final class PostgresReports {
    private static final String KEY = "status";

    private final Database monitored;
    private final ActivityQueries activity;
    private final DatabaseQueries database;
    private final AnswerCache<String, PostgresStatus> cache = new AnswerCache<>(Duration.ofSeconds(1));

    PostgresReports(
            @Named(Databases.MONITORED) Database monitored, ActivityQueries activity, DatabaseQueries database) {
        this.monitored = monitored;
        this.activity = activity;
        this.database = database;
    }

    /** Where it is. */
    public String address() {
        return monitored.address();
    }

    /** At most a second old. */
    public PostgresStatus status() {
        try {
            return cache.get(KEY, () -> monitored.read(this::read));
        } catch (DatabaseException e) {
            return PostgresStatus.down(String.valueOf(e.getMessage()));
        }
    }

    private PostgresStatus read() {
        ActivityQueries.Clients clients = activity.clients();
        Integer holder = clients.lockWaits() > 0 ? activity.lockHolder() : null;
        DatabaseQueries.Size size = database.size();
        Long slow = database.slowStatements();
        return new PostgresStatus(
                clients.active(),
                clients.idle(),
                clients.total(),
                clients.max(),
                Rounding.percent(size.blocksHit(), size.blocks()),
                Rounding.megabytes(size.sizeBytes()),
                slow == null ? 0 : slow,
                PostgresStatus.Status.UP,
                slow != null,
                size.name(),
                size.version(),
                clients.lockWaits(),
                holder,
                Rounding.two(clients.longestTransactionSeconds()),
                null);
    }

    /** The status of a PostgreSQL that could not be asked. */
    public static PostgresStatus unknown(String reason) {
        return PostgresStatus.down(reason);
    }
}
