package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Part;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * Garbage collection that stops the application. Threshold: at least 5 % of the time in pauses (Coroot's threshold of safepoints) or a pause of
 * 500 ms, and thrice as much as before.
 */
@Singleton
final class GcPressureInspection implements Inspection {
    private static final double LEAST_PERCENT = 5;
    private static final double LEAST_PAUSE = 500;
    private static final double TIMES = 3;

    @Override
    public String subject() {
        return "garbage collection";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return evidence.ofService(shift.service(), "jvm_gc_percent").findAny().isPresent();
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        double share = shift.share(Part.APPLICATION);
        Optional<Gauge> busy = evidence.ofService(shift.service(), "jvm_gc_percent")
                .filter(gauge -> gauge.after() >= LEAST_PERCENT && gauge.after() >= TIMES * gauge.beforeOr(0))
                .max(Comparator.comparingDouble(Gauge::after));
        Optional<Gauge> pause = evidence.ofService(shift.service(), "jvm_gc_longest_pause_ms")
                .filter(gauge -> gauge.max() >= LEAST_PAUSE && gauge.max() >= TIMES * gauge.beforeOr(0))
                .max(Comparator.comparingDouble(Gauge::max));
        Gauge found = busy.or(() -> pause).orElse(null);
        if (found == null || !shift.isSlow() || share < Slower.LEAST_SHARE) {
            return Optional.empty();
        }
        String heap = heap(evidence, shift.service(), found);
        return Optional.of(new Cause(
                Kind.GC_PRESSURE,
                share,
                Part.APPLICATION,
                "the JVM " + found.instance(),
                "garbage collection stops " + found.instance() + " for "
                        + busy.map(gauge -> Words.percent(gauge.after() / 100) + " of the time")
                                .orElse("up to " + Words.millis(found.max()))
                        + pause.filter(gauge -> busy.isPresent())
                                .map(gauge -> ", up to " + Words.millis(gauge.max()))
                                .orElse("")
                        + heap,
                "take a heap histogram (jcmd PID GC.class_histogram) to see what fills the heap, before raising -Xmx"));
    }

    private static String heap(Evidence evidence, String service, Gauge of) {
        double used = heap(evidence, service, "jvm_heap_after_gc_mb", of);
        double most = heap(evidence, service, "jvm_heap_max_mb", of);
        return used <= 0 || most <= 0
                ? ""
                : "; after a collection, " + Words.percent(Math.min(1, used / most)) + " of its heap is still in use";
    }

    private static double heap(Evidence evidence, String service, String name, Gauge of) {
        return evidence.ofService(service, name)
                .filter(gauge -> Objects.equals(gauge.instance(), of.instance()))
                .mapToDouble(Gauge::after)
                .findFirst()
                .orElse(0);
    }
}
