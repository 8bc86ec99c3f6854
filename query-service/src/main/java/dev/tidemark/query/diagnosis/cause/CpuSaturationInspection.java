package dev.tidemark.query.diagnosis.cause;

import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Optional;

/**
 * A host without processor time left. Threshold: at least 90 % of its processors in use since the onset; 15 points more than
 * before, or two threads for each processor and 1.3 times as many as before; and at least a fifth of the shift is time of the application,
 * or several parts take longer.
 */
@Singleton
final class CpuSaturationInspection implements Inspection {
    private static final double LEAST_PERCENT = 90;
    private static final double LEAST_RISE = 15;
    private static final double THREADS = 2;
    private static final double MORE = 1.3;

    @Override
    public String subject() {
        return "the processors of the hosts";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return evidence.ofService(shift.service(), "cpu_percent").findAny().isPresent();
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        double share = HostShare.of(shift);
        return evidence.ofService(shift.service(), "cpu_percent")
                .filter(gauge -> gauge.after() >= LEAST_PERCENT
                        && (gauge.after() - gauge.beforeOr(0) >= LEAST_RISE || isCrowded(evidence, gauge)))
                .max(Comparator.comparingDouble(Gauge::after))
                .filter(gauge -> shift.isSlow() && share >= Slower.LEAST_SHARE)
                .map(gauge -> {
                    String process = evidence.gauges("system", "process_cpu_percent")
                            .filter(each -> each.host().equals(gauge.host()))
                            .max(Comparator.comparingDouble(each -> each.after() - each.beforeOr(0)))
                            .map(each -> "; the process " + each.label("process", "?") + " takes "
                                    + Words.percent(each.after() / 100))
                            .orElse("");
                    return new Cause(
                            Kind.CPU_SATURATION,
                            share,
                            null,
                            "host " + gauge.host(),
                            "the processors of host " + gauge.host() + " are " + Words.percent(gauge.after() / 100)
                                    + " busy"
                                    + (gauge.before() == null
                                            ? ""
                                            : ", " + Words.percent(gauge.before() / 100) + " before")
                                    + process,
                            "see which process took the processors on the page of the host, and move or limit it");
                });
    }

    private static boolean isCrowded(Evidence evidence, Gauge host) {
        double processors = of(evidence, host, "cpu_count").map(Gauge::after).orElse(1.0);
        return of(evidence, host, "load_average_1m")
                .filter(load -> load.after() >= THREADS * processors && load.after() >= MORE * load.beforeOr(0))
                .isPresent();
    }

    private static Optional<Gauge> of(Evidence evidence, Gauge host, String name) {
        return evidence.gauges("system", name)
                .filter(gauge -> gauge.host().equals(host.host()))
                .findFirst();
    }
}
