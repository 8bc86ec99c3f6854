package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Attribution;
import dev.tidemark.query.diagnosis.attribute.OperationShift;
import dev.tidemark.query.diagnosis.attribute.Part;
import dev.tidemark.query.diagnosis.cause.Evidence.Called;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Optional;

/**
 * A called service that takes longer to answer. Threshold as of {@link SlowStatementInspection}. Why it does is asked of the endpoint that was
 * called; if that is not slower by at least a third of what its caller waits longer, the time is lost in between.
 */
@Singleton
final class SlowDownstreamInspection implements Inspection {
    private static final double LEAST_OF_CALLER = 1.0 / 3;

    @Override
    public String subject() {
        return "slower services downstream";
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
        double share = attribution.of(Part.HTTP).operations().stream()
                .filter(Slower::isSlower)
                .mapToDouble(OperationShift::slowerCallsShare)
                .sum();
        return attribution.of(Part.HTTP).operations().stream()
                .filter(Slower::isSlower)
                .max(Comparator.comparingDouble(OperationShift::slowerCallsShare))
                .map(operation -> cause(
                        operation,
                        share,
                        evidence.called().stream()
                                .filter(called -> called.operation().operation().equals(operation.operation()))
                                .findFirst()));
    }

    private static Cause cause(OperationShift operation, double share, Optional<Called> found) {
        String call =
                operation.operation().name() + " of " + operation.operation().target();
        String text = call + " takes " + Slower.text(operation);
        if (found.isEmpty()) {
            return new Cause(
                    Kind.SLOW_DOWNSTREAM,
                    share,
                    Part.HTTP,
                    call,
                    text,
                    "look at that service; it sends nothing to Tidemark");
        }
        Called called = found.get();
        String endpoint = called.shift().text();
        Double before = called.shift().before().meanMillis();
        Double after = called.shift().after().meanMillis();
        double waited = operation.millisAfter() - operation.millisBefore();
        if (before == null || after == null || after - before < LEAST_OF_CALLER * waited) {
            return new Cause(
                    Kind.SLOW_DOWNSTREAM,
                    share,
                    Part.HTTP,
                    call,
                    text + ", though " + endpoint + " itself "
                            + (after == null ? "received no request" : "takes " + Words.millis(after)),
                    "look at what is in between: connections of the client, the network, a queue in front of the"
                            + " service");
        }
        if (called.causes().isEmpty()) {
            return new Cause(
                    Kind.SLOW_DOWNSTREAM,
                    share,
                    Part.HTTP,
                    endpoint,
                    text + ": " + endpoint + " takes " + Words.millis(after) + " instead of " + Words.millis(before),
                    "look at " + endpoint);
        }
        Cause first = called.causes().getFirst();
        return new Cause(
                Kind.SLOW_DOWNSTREAM,
                share,
                Part.HTTP,
                endpoint,
                text + ", because at " + endpoint + " " + first.text(),
                first.action(),
                called.causes());
    }
}
