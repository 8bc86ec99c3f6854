package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Part;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Asks all inspections, and puts causes before their consequences. */
@Singleton
public final class Explainer {
    private final List<Inspection> inspections;

    Explainer(List<Inspection> inspections) {
        this.inspections = inspections.stream()
                .sorted(Comparator.comparing(Inspection::subject))
                .toList();
    }

    /** With all inspections, for use without a container. */
    public static Explainer standard() {
        return new Explainer(List.of(
                new ChangedPlanInspection(),
                new CpuSaturationInspection(),
                new CpuThrottledInspection(),
                new DiskFullInspection(),
                new DiskSlowInspection(),
                new ErrorsOfOneRouteInspection(),
                new EvictionsInspection(),
                new FailingDownstreamInspection(),
                new FailingStatementInspection(),
                new GcPressureInspection(),
                new HitRateInspection(),
                new JvmDeadlockInspection(),
                new LockChainInspection(),
                new MemoryPressureInspection(),
                new MoreCallsInspection(),
                new MoreDataInspection(),
                new NewErrorTypeInspection(),
                new PoolExhaustedInspection(),
                new PostgresAwayInspection(),
                new RedisAwayInspection(),
                new RedisSlowInspection(),
                new RestartInspection(),
                new ServerConnectionsInspection(),
                new SlowDownstreamInspection(),
                new SlowStatementInspection(),
                new TrafficGoneInspection(),
                new TrafficSurgeInspection()));
    }

    /** Explains {@code shift}. */
    public Explanation explain(Shift shift, Evidence evidence) {
        List<Cause> found = new ArrayList<>();
        List<String> ruledOut = new ArrayList<>();
        List<String> notChecked = new ArrayList<>();
        for (Inspection inspection : inspections) {
            if (!inspection.canTell(shift, evidence)) {
                notChecked.add(inspection.subject());
                continue;
            }
            inspection.inspect(shift, evidence).ifPresentOrElse(found::add, () -> ruledOut.add(inspection.subject()));
        }
        List<Cause> causes = withoutConsequences(found);
        return new Explanation(causes, explained(shift, causes), ruledOut, notChecked);
    }

    private static List<Cause> withoutConsequences(List<Cause> found) {
        List<Cause> causes = new ArrayList<>();
        for (Cause cause : found) {
            if (found.stream().anyMatch(other -> isConsequence(cause, other))) {
                continue;
            }
            double share = cause.share();
            for (Cause other : found) {
                if (isConsequence(other, cause)) {
                    // Each of them is a part of the same shift, so the cause explains what they do.
                    share = other.part() == cause.part() ? Math.max(share, other.share()) : share + other.share();
                }
            }
            causes.add(cause.withShare(Math.min(1, share)));
        }
        causes.sort(Comparator.comparing((Cause cause) -> cause.kind().isSymptom())
                .thenComparing(Comparator.comparingDouble(Cause::share).reversed())
                .thenComparing(Cause::kind));
        return causes;
    }

    /** A cause is only worth more than its consequence if it explains something at all. */
    private static boolean isConsequence(Cause cause, Cause of) {
        return of.kind().consequences().contains(cause.kind());
    }

    /** Of one part, causes may explain the same; together they explain no more than the part's shift. */
    private static double explained(Shift shift, List<Cause> causes) {
        if (!shift.isSlow()) {
            return Math.min(1, causes.stream().mapToDouble(Cause::share).max().orElse(0));
        }
        double whole = causes.stream()
                .filter(cause -> cause.part() == null)
                .mapToDouble(Cause::share)
                .max()
                .orElse(0);
        Map<Part, Double> parts = causes.stream()
                .filter(cause -> cause.part() != null)
                .collect(Collectors.groupingBy(
                        cause -> Objects.requireNonNull(cause.part()), Collectors.summingDouble(Cause::share)));
        double sum = parts.values().stream().mapToDouble(Double::doubleValue).sum();
        return Math.min(1, Math.max(whole, sum));
    }
}
