package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Part;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Optional;

/**
 * A disk that cannot keep up. Threshold: busy for at least 80 % of the time in one reading since the onset and 20 points more than before, with 10 ms for
 * each access, twice as long as before, or 2 ms, five times as long, as a fast one is slow then; and at least a fifth of the shift is time in the database
 * or of the application.
 */
@Singleton
final class DiskSlowInspection implements Inspection {
    private static final double LEAST_PERCENT = 80;
    private static final double LEAST_RISE = 20;
    private static final double LEAST_MILLIS = 10;
    private static final double LEAST_OF_FAST = 2;

    @Override
    public String subject() {
        return "slow disks";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return evidence.gauges("system", "device_utilization_percent").findAny().isPresent();
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        double share = shift.share(Part.DB) + shift.share(Part.POOL_WAIT) + shift.share(Part.APPLICATION);
        return evidence.gauges("system", "device_utilization_percent")
                .filter(gauge -> gauge.max() >= LEAST_PERCENT && gauge.max() - gauge.beforeOr(0) >= LEAST_RISE)
                .filter(gauge -> await(evidence, gauge)
                        .filter(DiskSlowInspection::isSlower)
                        .isPresent())
                .max(Comparator.comparingDouble(Gauge::max))
                .filter(gauge -> shift.isSlow() && share >= Slower.LEAST_SHARE)
                .map(gauge -> new Cause(
                        Kind.DISK_SLOW,
                        share,
                        Part.DB,
                        "disk " + gauge.label("device", "?") + " of host " + gauge.host(),
                        "the disk " + gauge.label("device", "?") + " of host " + gauge.host() + " is "
                                + Words.percent(gauge.max() / 100) + " busy, and an access takes "
                                + Words.millis(
                                        await(evidence, gauge).map(Gauge::max).orElse(0.0)),
                        "find what reads or writes so much (iotop, pg_stat_io, a backup) and slow it down"));
    }

    private static boolean isSlower(Gauge wait) {
        double before = wait.beforeOr(0);
        return wait.max() >= LEAST_MILLIS && wait.max() >= 2 * before
                || wait.max() >= LEAST_OF_FAST && wait.max() >= 5 * before;
    }

    private static Optional<Gauge> await(Evidence evidence, Gauge busy) {
        return evidence.gauges("system", "device_await_ms")
                .filter(gauge -> gauge.host().equals(busy.host())
                        && gauge.label("device", "").equals(busy.label("device", "")))
                .findFirst();
    }
}
