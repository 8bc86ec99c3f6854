package dev.tidemark.query.host;

import dev.tidemark.query.card.Wording;
import dev.tidemark.query.host.PresentGauges.Usual;
import dev.tidemark.query.samples.SampleSeries;
import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.query.verdict.SymptomSource;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds hosts that are busier than usual for a minute, before requests suffer: processors that are 95 % busy, 30 points more than usual; and disks that are
 * 80 % busy, 20 points more than usual, while an access takes 10 ms, twice as long as usual, or 2 ms, five times as long.
 */
@Singleton
final class HostLoadSymptoms implements SymptomSource {
    private static final String CPU = "cpu_percent";
    private static final String PROCESS = "process_cpu_percent";
    private static final String BUSY = "device_utilization_percent";
    private static final String AWAIT = "device_await_ms";

    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** Fewer readings are no minute. */
    private static final int LEAST_READINGS = 4;

    private static final double CPU_PERCENT = 95;
    private static final double CPU_RISE = 30;
    private static final double DISK_PERCENT = 80;
    private static final double DISK_RISE = 20;
    private static final double DISK_MILLIS = 10;
    private static final double DISK_TIMES = 2;
    private static final double FAST_DISK_MILLIS = 2;
    private static final double FAST_DISK_TIMES = 5;
    /** Below slow and failing requests, which are the consequences. */
    private static final double WEIGHT = 5;

    private final PresentGauges gauges;

    HostLoadSymptoms(PresentGauges gauges) {
        this.gauges = gauges;
    }

    @Override
    public String name() {
        return "The load of the hosts";
    }

    @Override
    public List<Symptom> symptoms() {
        List<SampleSeries> last = gauges.last(MINUTE, CPU, BUSY, AWAIT);
        List<SampleSeries> processors = busy(last, CPU, CPU_PERCENT);
        List<SampleSeries> disks = busy(last, BUSY, DISK_PERCENT);
        List<Symptom> symptoms = new ArrayList<>();
        if (!processors.isEmpty()) {
            Usual usual = gauges.usual(CPU, PROCESS);
            processors.stream().flatMap(one -> processors(one, usual).stream()).forEach(symptoms::add);
        }
        if (!disks.isEmpty()) {
            Usual usual = gauges.usual(BUSY, AWAIT);
            disks.stream().flatMap(one -> disk(one, last, usual).stream()).forEach(symptoms::add);
        }
        return symptoms;
    }

    /** One series of each host and item, as several services may measure the same. */
    private static List<SampleSeries> busy(List<SampleSeries> all, String name, double percent) {
        return List.copyOf(all.stream()
                .filter(one -> one.name().equals(name) && PresentGauges.readings(one) >= LEAST_READINGS)
                .filter(one -> PresentGauges.mean(one) >= percent)
                .collect(Collectors.toMap(
                        one -> host(one) + " " + device(one), one -> one, (first, second) -> first, TreeMap::new))
                .values());
    }

    private Optional<Symptom> processors(SampleSeries one, Usual usual) {
        double percent = PresentGauges.mean(one);
        OptionalDouble before = usual.of(one);
        if (before.isEmpty() || percent - before.getAsDouble() < CPU_RISE) {
            return Optional.empty();
        }
        String process = gauges.last(MINUTE, PROCESS).stream()
                .filter(each -> host(each).equals(host(one)))
                .max(Comparator.comparingDouble(
                        each -> PresentGauges.mean(each) - usual.of(each).orElse(0)))
                .map(each -> "; the process " + each.labels().getOrDefault("process", "?") + " takes "
                        + Wording.percent(PresentGauges.mean(each)))
                .orElse("");
        return Optional.of(Symptom.degraded(
                HostSymptoms.SUBJECT,
                WEIGHT,
                "the processors of host " + host(one) + " are " + Wording.percent(percent) + " busy instead of "
                        + Wording.percent(before.getAsDouble()) + process
                        + ". Next: see which process takes them on the page of the host, and move or limit it"));
    }

    private static Optional<Symptom> disk(SampleSeries one, List<SampleSeries> last, Usual usual) {
        double percent = PresentGauges.mean(one);
        OptionalDouble before = usual.of(one);
        SampleSeries await = PresentGauges.same(last, one, AWAIT).findFirst().orElse(null);
        if (await == null || before.isEmpty() || percent - before.getAsDouble() < DISK_RISE) {
            return Optional.empty();
        }
        double millis = PresentGauges.mean(await);
        double usualMillis = usual.of(await).orElse(0);
        boolean isSlow = millis >= DISK_MILLIS && millis >= DISK_TIMES * usualMillis
                || millis >= FAST_DISK_MILLIS && millis >= FAST_DISK_TIMES * usualMillis;
        return isSlow
                ? Optional.of(Symptom.degraded(
                        HostSymptoms.SUBJECT,
                        WEIGHT,
                        "the disk " + device(one) + " of host " + host(one) + " is " + Wording.percent(percent)
                                + " busy instead of " + Wording.percent(before.getAsDouble())
                                + ", and an access takes " + Wording.millis(millis) + " instead of "
                                + Wording.millis(usualMillis)
                                + ". Next: find what reads or writes so much (iotop, pg_stat_io, a backup) and slow it"
                                + " down"))
                : Optional.empty();
    }

    private static String host(SampleSeries one) {
        return one.labels().getOrDefault("host", "?");
    }

    private static String device(SampleSeries one) {
        return one.labels().getOrDefault("device", "");
    }
}
