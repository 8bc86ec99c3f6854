package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Attribution;
import dev.tidemark.query.diagnosis.attribute.OperationShift;
import dev.tidemark.query.diagnosis.attribute.Part;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Optional;

/**
 * A statement that takes longer than before. Threshold: a call takes at least 1.4 times as long and 1 ms more, and that is at least a fifth of
 * the shift.
 */
@Singleton
final class SlowStatementInspection implements Inspection {

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
        Attribution attribution = shift.attribution();
        if (attribution == null || !shift.isSlow()) {
            return Optional.empty();
        }
        return attribution.of(Part.DB).operations().stream()
                .filter(Slower::isSlower)
                .max(Comparator.comparingDouble(OperationShift::slowerCallsShare))
                .map(operation -> new Cause(
                        Kind.SLOW_STATEMENT,
                        share(attribution),
                        Part.DB,
                        Words.shortened(operation.operation().name()),
                        "the statement \u201c"
                                + Words.shortened(operation.operation().name()) + "\u201d on "
                                + operation.operation().target() + " takes " + Slower.text(operation),
                        "look at its plan with EXPLAIN (GENERIC_PLAN), and at what else the server does"));
    }

    private static double share(Attribution attribution) {
        return attribution.of(Part.DB).operations().stream()
                .filter(Slower::isSlower)
                .mapToDouble(OperationShift::slowerCallsShare)
                .sum();
    }
}
