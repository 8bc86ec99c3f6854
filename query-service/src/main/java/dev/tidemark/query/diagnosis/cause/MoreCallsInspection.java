package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Attribution;
import dev.tidemark.query.diagnosis.attribute.OperationShift;
import dev.tidemark.query.diagnosis.attribute.Part;
import dev.tidemark.query.diagnosis.attribute.PartShift;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Optional;

/**
 * Requests that make more calls than before, such as one statement for each row of another (N+1). Threshold: half as many calls more, and
 * at least one more for each request; or an operation that was hardly called before. That is at least a fifth of the shift.
 */
@Singleton
final class MoreCallsInspection implements Inspection {
    private static final double FACTOR = 1.5;
    private static final double LEAST_CALLS = 0.9;
    /** Of ten calls, at most one was there before. */
    private static final double NEW = 0.1;
    /** From this many on, it is called for each row of something. */
    private static final double N_PLUS_ONE = 5;

    @Override
    public String subject() {
        return "more calls than usual";
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
        return attribution
                .operations()
                .filter(MoreCallsInspection::isMore)
                .max(Comparator.comparingDouble(OperationShift::moreCallsShare))
                .map(operation -> cause(attribution, operation));
    }

    private static boolean isMore(OperationShift operation) {
        return operation.moreCallsShare() >= Slower.LEAST_SHARE
                && !Part.POOL_WAIT.label().equals(operation.operation().kind())
                && !"pool".equals(operation.operation().kind())
                && (isNew(operation)
                        || operation.callsAfter() >= FACTOR * operation.callsBefore()
                                && operation.callsAfter() - operation.callsBefore() >= LEAST_CALLS);
    }

    private static boolean isNew(OperationShift operation) {
        return operation.isNamed() && operation.callsBefore() <= NEW * operation.callsAfter();
    }

    private static Cause cause(Attribution attribution, OperationShift operation) {
        Part part = attribution.parts().stream()
                .filter(each -> each.operations().contains(operation))
                .map(PartShift::part)
                .findFirst()
                .orElse(Part.DB);
        String name = Words.shortened(operation.operation().name());
        double share = attribution.of(part).operations().stream()
                .filter(MoreCallsInspection::isMore)
                .mapToDouble(OperationShift::moreCallsShare)
                .sum();
        return new Cause(
                Kind.MORE_CALLS,
                share,
                part,
                name,
                isNew(operation) && operation.callsAfter() < N_PLUS_ONE
                        ? "“" + name + "” takes " + Words.millis(operation.millisAfter())
                                + " and was not called before (" + Words.number(operation.callsAfter())
                                + " calls a request)"
                        : "a request makes " + Words.number(operation.callsAfter()) + " calls of \u201c" + name
                                + "\u201d instead of " + Words.number(operation.callsBefore())
                                + (operation.callsAfter() >= N_PLUS_ONE ? ", which looks like N+1" : ""),
                operation.callsAfter() >= N_PLUS_ONE
                        ? "read the rows of all items with one call, and compare with the last change of this route"
                        : "look at what this route calls since its last change");
    }
}
