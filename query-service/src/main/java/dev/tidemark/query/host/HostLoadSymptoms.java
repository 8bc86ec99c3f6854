package dev.tidemark.query.host;

import dev.tidemark.query.card.Wording;
import dev.tidemark.query.host.PresentGauges.Usual;
import dev.tidemark.query.samples.SampleSeries;
import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.query.verdict.SymptomSource;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds hosts that are busier than usual for a minute: processors that are 95 % busy, 30 points more than usual; and disks that are 80 % busy, 20 points more
 * than usual, while an access takes 10 ms, twice as long as usual, or 2 ms, five times as long. That is worth a note: whether requests suffer from it is what
 * the diagnosis says.
 */
@Singleton
final class HostLoadSymptoms implements SymptomSource {
    private static final String CPU = "cpu_percent";
    private static final String PROCESS = "process_cpu_percent";
    private static final String BUSY = "device_utilization_percent";
    private static final String AWAIT = "device_await_ms";

    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** Readings of a shorter time are no minute. */
    private static final Duration LEAST = Duration.ofSeconds(30);
    /** Processes are looked at every minute or more rarely. */
    private static final Duration LOOK_AT_PROCESSES = Duration.ofMinutes(5);

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
        return Stream.concat(
                        busy(gauges.last(MINUTE, null, CPU), CPU_PERCENT).flatMap(one -> processors(one).stream()),
                        busy(gauges.last(MINUTE, null, BUSY), DISK_PERCENT).flatMap(one -> disk(one).stream()))
                .toList();
    }

    /** One series of each host and item, as several services may measure the same. */
    private static Stream<SampleSeries> busy(List<SampleSeries> all, double percent) {
        return all.stream()
                .filter(one -> PresentGauges.length(one).compareTo(LEAST) >= 0 && PresentGauges.mean(one) >= percent)
                .collect(Collectors.toMap(
                        one -> host(one) + " " + device(one), one -> one, (first, second) -> first, TreeMap::new))
                .values()
                .stream();
    }

    private Optional<Symptom> processors(SampleSeries one) {
        double percent = PresentGauges.mean(one);
        OptionalDouble before = gauges.usual(host(one), CPU).of(one);
        if (before.isEmpty() || percent - before.getAsDouble() < CPU_RISE) {
            return Optional.empty();
        }
        return Optional.of(Symptom.note(
                HostSymptoms.SUBJECT,
                WEIGHT,
                "the processors of host " + host(one) + " are " + Wording.percent(percent) + " busy instead of "
                        + Wording.percent(before.getAsDouble()) + process(host(one))
                        + ". Next: see which process takes them on the page of the host, and move or limit it"));
    }

    /** The process that takes most more than usual. */
    private String process(String host) {
        Usual usual = gauges.usual(host, PROCESS);
        return gauges.last(LOOK_AT_PROCESSES, host, PROCESS).stream()
                .max(Comparator.comparingDouble(
                        each -> newest(each) - usual.of(each).orElse(0)))
                .map(each -> "; the process " + each.labels().getOrDefault("process", "?") + " takes "
                        + Wording.percent(newest(each)))
                .orElse("");
    }

    private static double newest(SampleSeries series) {
        return series.points().isEmpty() ? 0 : series.points().getLast().mean();
    }

    private Optional<Symptom> disk(SampleSeries one) {
        double percent = PresentGauges.mean(one);
        Usual usual = gauges.usual(host(one), BUSY, AWAIT);
        OptionalDouble before = usual.of(one);
        SampleSeries await = PresentGauges.same(gauges.last(MINUTE, host(one), AWAIT), one, AWAIT)
                .findFirst()
                .orElse(null);
        if (await == null || before.isEmpty() || percent - before.getAsDouble() < DISK_RISE) {
            return Optional.empty();
        }
        double millis = PresentGauges.mean(await);
        // Unknown of a disk that was idle.
        OptionalDouble usualMillis = usual.of(await);
        boolean isSlow = millis >= DISK_MILLIS && millis >= DISK_TIMES * usualMillis.orElse(0)
                || usualMillis.isPresent()
                        && millis >= FAST_DISK_MILLIS
                        && millis >= FAST_DISK_TIMES * usualMillis.getAsDouble();
        return isSlow
                ? Optional.of(Symptom.note(
                        HostSymptoms.SUBJECT,
                        WEIGHT,
                        "the disk " + device(one) + " of host " + host(one) + " is " + Wording.percent(percent)
                                + " busy instead of " + Wording.percent(before.getAsDouble())
                                + ", and an access takes " + Wording.millis(millis)
                                + (usualMillis.isPresent()
                                        ? " instead of " + Wording.millis(usualMillis.getAsDouble())
                                        : "")
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
