package dev.tidemark.query.host;

import dev.tidemark.query.card.Wording;
import dev.tidemark.query.samples.SampleHistories;
import dev.tidemark.query.samples.SampleQuery;
import dev.tidemark.query.samples.SampleSeries;
import dev.tidemark.query.samples.SampleSpan;
import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.query.verdict.SymptomSource;
import dev.tidemark.wire.event.MetricType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Finds JVMs that collect garbage instead of working: for a tenth of the last 40 s, and thrice as much as in the hours before. One that always does so, or
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

    private static final Duration STEP = Duration.ofSeconds(10);
    private static final Duration RECENT = Duration.ofSeconds(40);
    private static final Duration WIDE_STEP = Duration.ofMinutes(5);
    private static final Duration HOURS = Duration.ofHours(6);

    private final SampleHistories samples;
    private final Clock clock;

    JvmSymptoms(SampleHistories samples, Clock clock) {
        this.samples = samples;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "The JVMs";
    }

    @Override
    public List<Symptom> symptoms() {
        Instant now = clock.instant();
        List<SampleSeries> recent = series(now.minus(RECENT), now, STEP);
        List<SampleSeries> collecting = recent.stream()
                .filter(one -> one.name().equals(GC_PERCENT) && readings(one) >= LEAST_READINGS)
                .filter(one -> mean(one) >= LEAST_PERCENT)
                .toList();
        if (collecting.isEmpty()) {
            return List.of();
        }
        List<SampleSeries> before = series(now.minus(HOURS), now.minus(WIDE_STEP), WIDE_STEP);
        List<Symptom> symptoms = new ArrayList<>();
        for (SampleSeries one : collecting) {
            double percent = mean(one);
            OptionalDouble usual = of(before, one, GC_PERCENT, JvmSymptoms::mean);
            String text = text(one, percent, usual, of(recent, one, LONGEST_PAUSE, JvmSymptoms::max));
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

    private List<SampleSeries> series(Instant from, Instant to, Duration step) {
        SampleSpan span = SampleSpan.covering(from, to, step);
        return samples.brief(SampleQuery.of(MetricType.SYSTEM.wireName(), GC_PERCENT, LONGEST_PAUSE), span)
                .series();
    }

    /** A figure of the same JVM; empty without readings. */
    private static OptionalDouble of(
            List<SampleSeries> all, SampleSeries one, String name, ToDoubleFunction<SampleSeries> figure) {
        return all.stream()
                .filter(other -> other.name().equals(name)
                        && other.service().equals(one.service())
                        && Objects.equals(other.instance(), one.instance())
                        && other.labels().equals(one.labels()))
                .mapToDouble(figure)
                .max();
    }

    private static long readings(SampleSeries series) {
        return series.points().stream().mapToLong(SampleSeries.Point::count).sum();
    }

    private static double mean(SampleSeries series) {
        double sum = series.points().stream()
                .mapToDouble(point -> point.mean() * point.count())
                .sum();
        return sum / Math.max(1, readings(series));
    }

    private static double max(SampleSeries series) {
        return series.points().stream()
                .mapToDouble(SampleSeries.Point::max)
                .max()
                .orElse(0);
    }
}
