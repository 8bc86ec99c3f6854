package dev.tidemark.query.host;

import dev.tidemark.query.samples.SampleHistories;
import dev.tidemark.query.samples.SampleQuery;
import dev.tidemark.query.samples.SampleSeries;
import dev.tidemark.query.samples.SampleSpan;
import dev.tidemark.wire.event.MetricType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What hosts and JVMs are like at present, and what is usual for them. For the verdict. Thread-safe. */
@Singleton
final class PresentGauges {
    private static final String OF_JVM = "jvm_";
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final Duration WIDE_STEP = Duration.ofMinutes(5);
    private static final Duration HOURS = Duration.ofHours(6);
    private static final Duration DAY = Duration.ofDays(1);
    /** A nightly job does not begin at the same second. */
    private static final Duration AROUND = Duration.ofMinutes(30);

    private final SampleHistories samples;
    private final Clock clock;

    PresentGauges(SampleHistories samples, Clock clock) {
        this.samples = samples;
        this.clock = clock;
    }

    /** The series of the newest readings, of one host or, for null, of all. */
    List<SampleSeries> last(Duration length, @Nullable String host, String... names) {
        Instant now = clock.instant();
        return series(now.minus(length), now, STEP, host, names);
    }

    /** What is usual: the last six hours without the newest minutes, and the hour around this time of yesterday. */
    Usual usual(@Nullable String host, String... names) {
        Instant now = clock.instant();
        Instant yesterday = now.minus(DAY);
        return new Usual(
                series(now.minus(HOURS), now.minus(WIDE_STEP), WIDE_STEP, host, names),
                series(yesterday.minus(AROUND), yesterday.plus(AROUND), WIDE_STEP, host, names));
    }

    private List<SampleSeries> series(Instant from, Instant to, Duration step, @Nullable String host, String... names) {
        SampleQuery query = SampleQuery.of(MetricType.SYSTEM.wireName(), names).ofHost(host);
        return samples.brief(query, SampleSpan.covering(from, to, step)).series();
    }

    /** @param hours the last hours */
    record Usual(List<SampleSeries> hours, List<SampleSeries> yesterday) {
        /**
         * The mean of the last hours of the same host or JVM, or the largest five minutes around this time of yesterday if that is more; empty if
         * the last hours are not known.
         */
        OptionalDouble of(SampleSeries one) {
            OptionalDouble recent = same(hours, one, one.name())
                    .mapToDouble(PresentGauges::mean)
                    .max();
            OptionalDouble earlier = same(yesterday, one, one.name())
                    .flatMap(series -> series.points().stream())
                    .mapToDouble(SampleSeries.Point::mean)
                    .max();
            return recent.isPresent() && earlier.isPresent()
                    ? OptionalDouble.of(Math.max(recent.getAsDouble(), earlier.getAsDouble()))
                    : recent;
        }
    }

    /** The series {@code name} of the same host or JVM, and of the same item. Each service on a host measures it. */
    static Stream<SampleSeries> same(List<SampleSeries> all, SampleSeries one, String name) {
        return all.stream()
                .filter(other -> other.name().equals(name) && other.labels().equals(one.labels()))
                .filter(other -> !name.startsWith(OF_JVM)
                        || other.service().equals(one.service()) && Objects.equals(other.instance(), one.instance()));
    }

    /** The time between the first and the last step that has readings. */
    static Duration length(SampleSeries series) {
        return series.points().isEmpty()
                ? Duration.ZERO
                : Duration.between(
                        series.points().getFirst().at(),
                        series.points().getLast().at());
    }

    static long readings(SampleSeries series) {
        return series.points().stream().mapToLong(SampleSeries.Point::count).sum();
    }

    static double mean(SampleSeries series) {
        double sum = series.points().stream()
                .mapToDouble(point -> point.mean() * point.count())
                .sum();
        return sum / Math.max(1, readings(series));
    }

    static double max(SampleSeries series) {
        return series.points().stream()
                .mapToDouble(SampleSeries.Point::max)
                .max()
                .orElse(0);
    }
}
