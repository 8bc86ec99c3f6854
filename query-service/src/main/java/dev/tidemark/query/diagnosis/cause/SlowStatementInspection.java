package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Part;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A statement that takes longer than before, without a reason that PostgreSQL gives. Threshold: a call takes at least 1.4 times as long and 1 ms
 * more, and that is at least a fifth of the shift.
 */
@Singleton
final class SlowStatementInspection implements Inspection {
    private static final Predicate<StatementFacts> UNEXPLAINED = facts -> !facts.explains();

    @Override
    public String subject() {
        return "slower statements";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return shift.attribution() != null;
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        return SlowerStatements.worst(shift, evidence, UNEXPLAINED)
                .map(found -> new Cause(
                        Kind.SLOW_STATEMENT,
                        SlowerStatements.share(shift, evidence, UNEXPLAINED),
                        Part.DB,
                        Words.shortened(found.operation().operation().name()),
                        SlowerStatements.text(found.operation()),
                        "look at its plan with EXPLAIN (GENERIC_PLAN), and at what else the server does"));
    }
}
