package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Attribution;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Optional;

/**
 * Statements that fail. Threshold: at least 3 calls and 1 % of them failed since the onset, thrice the share of before and a fifth of
 * the additional errors.
 */
@Singleton
final class FailingStatementInspection implements Inspection {

    @Override
    public String subject() {
        return "failing statements";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return shift.attribution() != null;
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        Attribution attribution = shift.attribution();
        if (attribution == null || !shift.isFailing()) {
            return Optional.empty();
        }
        return attribution
                .operations()
                .filter(operation ->
                        operation.operation().kind().equals("db") && FailedCalls.isFailing(operation, shift))
                .max(Comparator.comparingDouble(operation -> operation.after().errors()))
                .map(operation -> new Cause(
                        Kind.FAILING_STATEMENT,
                        Math.min(1, operation.after().errors() / Math.max(1, shift.newErrors())),
                        null,
                        Words.shortened(operation.operation().name()),
                        FailedCalls.text(operation) + " of the statement \u201c"
                                + Words.shortened(operation.operation().name()) + "\u201d on "
                                + operation.operation().target() + " fail",
                        "read the messages of PostgreSQL's log, or the stack trace of a failed request"));
    }
}
