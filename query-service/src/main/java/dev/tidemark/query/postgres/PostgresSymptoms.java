package dev.tidemark.query.postgres;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.query.verdict.SymptomSource;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds problems of the monitored PostgreSQL. */
@Singleton
final class PostgresSymptoms implements SymptomSource {
    static final String SUBJECT = "postgres";

    private final PostgresReports reports;

    PostgresSymptoms(PostgresReports reports) {
        this.reports = reports;
    }

    @Override
    public String name() {
        return "The monitored PostgreSQL";
    }

    @Override
    public List<Symptom> symptoms() {
        return of(reports.status());
    }

    static List<Symptom> of(PostgresStatus status) {
        List<Symptom> symptoms = new ArrayList<>();
        String detail = status.detail();
        if (detail != null) {
            symptoms.add(Symptom.degraded(SUBJECT, 60, detail));
        }
        Long total = status.connectionsTotal();
        Long max = status.connectionsMax();
        if (total != null && max != null && Threshold.CONNECTIONS.isDegraded(Rounding.percent(total, max))) {
            symptoms.add(Symptom.degraded(SUBJECT, 40, "PostgreSQL: " + total + " of " + max + " connections in use"));
        }
        Long waiting = status.lockWaits();
        if (waiting != null && Threshold.LOCKS.isReached(waiting)) {
            symptoms.add(Symptom.note(SUBJECT, 30, "PostgreSQL: " + waits(waiting) + by(status.lockHolderPid())));
        }
        Double longest = status.longestTransactionSeconds();
        if (longest != null && Threshold.LONG_TRANSACTIONS.isReached(longest)) {
            symptoms.add(Symptom.note(
                    SUBJECT, 10, "PostgreSQL: a transaction has been open for " + Math.round(longest / 60) + " min"));
        }
        if (detail == null && !status.isJudged()) {
            status.unknown().stream()
                    .limit(1)
                    .forEach(unknown -> symptoms.add(Symptom.note(SUBJECT, 5, "PostgreSQL: " + unknown.text())));
        }
        return symptoms;
    }

    private static String waits(long clients) {
        return clients == 1 ? "1 client is waiting for a lock" : clients + " clients are waiting for a lock";
    }

    private static String by(@Nullable Integer pid) {
        return pid == null ? "" : " held by pid " + pid;
    }
}
