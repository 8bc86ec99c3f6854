package dev.tidemark.query.host;

import dev.tidemark.query.card.Wording;
import dev.tidemark.query.host.PresentGauges.Usual;
import dev.tidemark.query.samples.SampleSeries;
import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.query.verdict.SymptomSource;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Finds JVMs that collect garbage instead of working: for a tenth of the last 40 s, and thrice as much as usual. One that always does so, or
 * has just started, is worth a note.
 */
@Singleton
final class JvmSymptoms implements SymptomSource {
    private static final String GC_PERCENT = "jvm_gc_percent";
    private static final String LONGEST_PAUSE = "jvm_gc_longest_pause_ms";
    private static final double LEAST_PERCENT = 10;
    private static final double TIMES = 3;
    private static final double WEIGHT = 45;
    /** Fewer readings may be one long collection. */
    private static final int LEAST_READINGS = 2;

    private static final Duration RECENT = Duration.ofSeconds(40);

    private final PresentGauges gauges;

    JvmSymptoms(PresentGauges gauges) {
        this.gauges = gauges;
    }

    @Override
    public String name() {
        return "The JVMs";
    }

    @Override
    public List<Symptom> symptoms() {
        List<SampleSeries> recent = gauges.last(RECENT, null, GC_PERCENT, LONGEST_PAUSE);
        List<SampleSeries> collecting = recent.stream()
                .filter(one -> one.name().equals(GC_PERCENT) && PresentGauges.readings(one) >= LEAST_READINGS)
                .filter(one -> PresentGauges.mean(one) >= LEAST_PERCENT)
                .toList();
        if (collecting.isEmpty()) {
            return List.of();
        }
        Usual before = gauges.usual(null, GC_PERCENT);
        List<Symptom> symptoms = new ArrayList<>();
        for (SampleSeries one : collecting) {
            double percent = PresentGauges.mean(one);
            OptionalDouble usual = before.of(one);
            OptionalDouble pause = PresentGauges.same(recent, one, LONGEST_PAUSE)
                    .mapToDouble(PresentGauges::max)
                    .max();
            String text = text(one, percent, usual, pause);
            // One that has just started is no news.
            symptoms.add(
                    usual.isPresent() && percent >= TIMES * usual.getAsDouble()
                            ? Symptom.degraded(HostSymptoms.SUBJECT, WEIGHT, text)
                            : Symptom.note(HostSymptoms.SUBJECT, WEIGHT, text));
        }
        return symptoms;
    }

    private static String text(SampleSeries one, double percent, OptionalDouble usual, OptionalDouble pause) {
        return "the JVM " + (one.instance() == null ? one.service() : one.instance()) + " of " + one.service()
                + " collects garbage for " + Wording.percent(percent) + " of the time"
                + (usual.isPresent() ? " instead of " + Wording.percent(usual.getAsDouble()) : "")
                + (pause.isPresent() ? ", up to " + Math.round(pause.getAsDouble()) + " ms at a time" : "")
                + ": its heap is nearly full. Next: see what fills it with jcmd PID GC.class_histogram before"
                + " raising -Xmx";
    }
}
