package dev.tidemark.query.postgres;

import dev.tidemark.query.cache.BriefCache;
import dev.tidemark.query.figures.Figures;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.DatabaseUnavailableException;
import dev.tidemark.query.store.Databases;
import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.query.verdict.Symptom.Subject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells how the monitored PostgreSQL is. Never fails: one that is away has a status too. */
@Singleton
public final class PostgresReports {
    private static final double CROWDED_PERCENT = 90;
    private static final double LONG_TRANSACTION_SECONDS = 600;
    private static final String KEY = "status";

    private final Database monitored;
    private final BriefCache<String, PostgresStatus> cache = new BriefCache<>(Duration.ofSeconds(1));

    PostgresReports(@Named(Databases.MONITORED) Database monitored) {
        this.monitored = monitored;
    }

    /** Where it is. */
    public String address() {
        return monitored.address();
    }

    /** At most a second old. */
    public PostgresStatus status() {
        return cache.get(KEY, this::ask);
    }

    private PostgresStatus ask() {
        try {
            return monitored.read(PostgresReports::read);
        } catch (DatabaseUnavailableException e) {
            return PostgresStatus.down(String.valueOf(e.getMessage()));
        }
    }

    private static PostgresStatus read(Connection connection) throws SQLException {
        ActivitySql.Clients clients = ActivitySql.clients(connection);
        Integer holder = clients.lockWaits() > 0 ? ActivitySql.lockHolder(connection) : null;
        DatabaseSql.Figures database = DatabaseSql.figures(connection);
        Long slow = DatabaseSql.slowStatements(connection);
        return new PostgresStatus(
                clients.active(),
                clients.idle(),
                clients.total(),
                clients.max(),
                Figures.percent(database.blocksHit(), database.blocks()),
                Figures.megabytes(database.sizeBytes()),
                slow == null ? 0 : slow,
                "up",
                slow != null,
                database.name(),
                database.version(),
                clients.lockWaits(),
                holder,
                Figures.two(clients.longestTransactionSeconds()),
                null);
    }

    /** What is known of it when it could not be asked, for the reason given. */
    public static PostgresStatus unknown(String reason) {
        return PostgresStatus.down(reason);
    }

    /** What is wrong with it. */
    public static List<Symptom> symptoms(PostgresStatus status) {
        List<Symptom> symptoms = new ArrayList<>();
        String detail = status.detail();
        if (detail != null) {
            symptoms.add(Symptom.degraded(Subject.POSTGRES, 60, detail));
        }
        double crowded = Figures.percent(status.connectionsTotal(), status.connectionsMax());
        if (crowded >= CROWDED_PERCENT) {
            symptoms.add(Symptom.degraded(
                    Subject.POSTGRES,
                    40,
                    "PostgreSQL has " + status.connectionsTotal() + " of " + status.connectionsMax()
                            + " connections in use"));
        }
        if (status.lockWaits() > 0) {
            symptoms.add(Symptom.note(
                    Subject.POSTGRES, 30, "PostgreSQL: " + waits(status.lockWaits()) + by(status.lockHolderPid())));
        }
        if (status.longestTransactionSeconds() >= LONG_TRANSACTION_SECONDS) {
            symptoms.add(Symptom.note(
                    Subject.POSTGRES,
                    10,
                    "PostgreSQL: a transaction has been open for " + Math.round(status.longestTransactionSeconds() / 60)
                            + " min"));
        }
        return symptoms;
    }

    private static String waits(long clients) {
        return clients == 1 ? "1 client waits for a lock" : clients + " clients wait for a lock";
    }

    private static String by(@Nullable Integer pid) {
        return pid == null ? "" : " held by pid " + pid;
    }
}
