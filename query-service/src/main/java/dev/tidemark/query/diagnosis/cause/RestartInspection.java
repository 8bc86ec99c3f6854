package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Part;
import dev.tidemark.query.diagnosis.cause.Evidence.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An instance that started shortly before: a deploy or a restart. Threshold: it started at most 2 min before the onset, or since.
 */
@Singleton
final class RestartInspection implements Inspection {
    private static final Duration BEFORE = Duration.ofMinutes(2);
    private static final Duration AFTER = Duration.ofSeconds(20);
    private static final double LEAST_SHARE = 0.3;
    private static final double FAILING_SHARE = 0.6;

    @Override
    public String subject() {
        return "a deploy or restart";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return evidence.ofService(shift.service(), "jvm_uptime_seconds")
                        .findAny()
                        .isPresent()
                || !evidence.instances().isEmpty();
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        List<Instance> started = evidence.instances().stream()
                .filter(instance -> instance.service().equals(shift.service())
                        && !instance.started().isBefore(shift.onset().minus(BEFORE))
                        && !instance.started().isAfter(shift.onset().plus(AFTER)))
                .sorted(Comparator.comparing(Instance::started))
                .toList();
        if (started.isEmpty()) {
            return Optional.empty();
        }
        Instance first = started.getFirst();
        double share = shift.isSlow() ? Math.max(LEAST_SHARE, shift.share(Part.APPLICATION)) : FAILING_SHARE;
        return Optional.of(new Cause(
                Kind.RESTART,
                share,
                null,
                "instance " + first.name(),
                "instance " + first.name() + " of " + shift.service() + " started at "
                        + first.started()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString()
                                .substring(11, 19) + " UTC, "
                        + (first.started().isBefore(shift.onset()) ? "just before" : "just after that began"),
                "if it is a new version, compare with the one before or roll back; if not, find out why it restarted"));
    }
}
