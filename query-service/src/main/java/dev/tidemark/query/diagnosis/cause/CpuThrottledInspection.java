package dev.tidemark.query.diagnosis.cause;

import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Optional;

/**
 * A container that has used up its processor time. Threshold: the scheduler held it back in at least a quarter of its periods since the onset
 * and in 10 points more than before.
 */
@Singleton
final class CpuThrottledInspection implements Inspection {
    private static final double LEAST_PERCENT = 25;
    private static final double LEAST_RISE = 10;

    @Override
    public String subject() {
        return "the processor limit of containers";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return evidence.ofService(shift.service(), "cpu_percent").findAny().isPresent();
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        double share = HostShare.of(shift);
        return evidence.ofService(shift.service(), "cgroup_cpu_throttled_percent")
                .filter(gauge -> gauge.after() >= LEAST_PERCENT && gauge.after() - gauge.beforeOr(0) >= LEAST_RISE)
                .max(Comparator.comparingDouble(Gauge::after))
                .filter(gauge -> shift.isSlow() && share >= Slower.LEAST_SHARE)
                .map(gauge -> new Cause(
                        Kind.CPU_THROTTLED,
                        share,
                        null,
                        "the container of " + gauge.instance(),
                        "the container of " + gauge.instance() + " had used up its processor time in "
                                + Words.percent(gauge.after() / 100) + " of the scheduler's periods",
                        "raise its CPU limit, or add an instance; then look at what uses more processor time"));
    }
}
