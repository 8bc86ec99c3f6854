package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Attribution;
import dev.tidemark.query.diagnosis.attribute.OperationShift;
import dev.tidemark.query.diagnosis.attribute.Part;
import dev.tidemark.query.diagnosis.cause.Evidence.Called;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A called service that fails. Threshold: at least 3 calls and 1 % of them failed since the onset, thrice the share of before and a fifth of
 * the additional errors. Calls that were not made before are a change of the caller, whatever they call.
 */
@Singleton
final class FailingDownstreamInspection implements Inspection {

    @Override
    public String subject() {
        return "failing services downstream";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return shift.attribution() != null;
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        Attribution attribution = shift.attribution();
        if (attribution == null) {
            return Optional.empty();
        }
        return attribution
                .operations()
                .filter(operation ->
                        operation.operation().kind().equals("http") && FailedCalls.isFailing(operation, shift))
                .max(Comparator.comparingDouble(operation -> operation.after().errors()))
                .filter(operation -> !shift.isSlow() || operation.share() >= Slower.LEAST_SHARE)
                .map(operation -> cause(shift, evidence, operation));
    }

    private static Cause cause(Shift shift, Evidence evidence, OperationShift operation) {
        Optional<Called> called = evidence.called().stream()
                .filter(each -> each.operation().operation().equals(operation.operation()))
                .findFirst();
        List<Cause> because = called.map(Called::causes).orElse(List.of());
        Optional<String> service = called.map(each -> each.shift().service());
        String call =
                operation.operation().name() + " of " + operation.operation().target();
        double share = shift.isSlow()
                ? operation.share()
                : Math.min(1, operation.after().errors() / Math.max(1, shift.newErrors()));
        Part part = shift.isSlow() ? Part.HTTP : null;
        if (operation.callsBefore() == 0) {
            return new Cause(
                    Kind.FAILING_DOWNSTREAM,
                    share,
                    part,
                    shift.text(),
                    shift.text() + " calls " + call + ", which it did not before, and " + FailedCalls.text(operation)
                            + " fail",
                    "look at the last change of " + shift.service() + ": its release, its settings");
        }
        return new Cause(
                Kind.FAILING_DOWNSTREAM,
                share,
                part,
                call,
                FailedCalls.text(operation) + " " + call
                        + service.filter(name -> !operation.operation().target().contains(name))
                                .map(name -> " (" + name + ")")
                                .orElse("")
                        + " fail"
                        + (because.isEmpty()
                                ? called.filter(each -> each.shift().after().requests() == 0)
                                        .map(each -> ", and " + each.shift().service() + " reports no requests")
                                        .orElse("")
                                : ", because " + because.getFirst().text()),
                because.isEmpty()
                        ? "look at " + service.orElse("that service")
                        : because.getFirst().action(),
                because);
    }
}
