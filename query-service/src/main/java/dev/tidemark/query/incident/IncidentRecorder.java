package dev.tidemark.query.incident;

import dev.tidemark.query.diagnosis.DiagnosisAnswer;
import dev.tidemark.query.diagnosis.DiagnosisListener;
import dev.tidemark.query.store.DatabaseException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Records what the diagnosis of the present finds. Several query services may record the same answer: there is one row. */
@Singleton
final class IncidentRecorder implements DiagnosisListener {
    private static final Duration EXPIRE_EVERY = Duration.ofHours(1);

    private final RecordQueries queries;
    private final Clock clock;
    private @Nullable Instant expiredAt;
    private volatile @Nullable String problem;

    IncidentRecorder(RecordQueries queries, Clock clock) {
        this.queries = queries;
        this.clock = clock;
    }

    /** @throws DatabaseException if it cannot be recorded; nothing is then */
    @Override
    public void diagnosed(DiagnosisAnswer answer) {
        try {
            record(answer, clock.instant());
            problem = null;
        } catch (DatabaseException e) {
            problem = e.getMessage();
            throw e;
        }
    }

    /** Why the newest diagnosis was not recorded; null if it was. */
    @Nullable String problem() {
        return problem;
    }

    private void record(DiagnosisAnswer answer, Instant now) {
        queries.record(
                answer.from().minus(Incident.COMES_BACK),
                answer.judgedUntil(),
                now,
                known -> IncidentRules.changes(known, answer));
        if (expiredAt == null || !now.isBefore(expiredAt.plus(EXPIRE_EVERY))) {
            queries.expire(now);
            expiredAt = now;
        }
    }
}
