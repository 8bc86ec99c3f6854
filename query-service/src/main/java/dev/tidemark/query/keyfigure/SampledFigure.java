package dev.tidemark.query.keyfigure;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.samples.SampleSeries.Point;
import dev.tidemark.query.samples.SampleSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One sampled figure over a span. Where several series have its name, the largest value of a step counts. Not thread-safe. */
public final class SampledFigure {
    private static final double SECONDS_OF_MINUTE = 60;

    private final SampleSpan span;
    private final Instant fresh;
    private final @Nullable Point[] points;
    private @Nullable Double newest;

    /** @param fresh what was read before it is not the current value */
    SampledFigure(SampleSpan span, Instant fresh) {
        this.span = span;
        this.fresh = fresh;
        this.points = new Point[Math.toIntExact(span.steps())];
    }

    void add(Point point) {
        long step = Duration.between(span.from(), point.at()).dividedBy(span.step());
        if (step < 0 || step >= points.length) {
            return;
        }
        Point known = points[(int) step];
        points[(int) step] = known == null || point.mean() > known.mean() ? point : known;
    }

    void newest(double value) {
        if (newest == null) {
            newest = value;
        }
    }

    /** The row of the table; the name is that of the row, which may differ from that of the samples. */
    public KeyFigure figure(String group, KeyFigure.Name name) {
        List<Point> known = known();
        long readings = known.stream().mapToLong(Point::count).sum();
        Double average = readings == 0
                ? null
                : known.stream()
                                .mapToDouble(point -> point.mean() * point.count())
                                .sum()
                        / readings;
        // The newest reading may be none of those that were read of a wide step.
        double max = known.stream()
                .mapToDouble(Point::max)
                .reduce(newest == null ? Double.NEGATIVE_INFINITY : newest, Math::max);
        return KeyFigure.of(
                group,
                name,
                Rounding.knownThree(current(known)),
                Rounding.knownThree(average),
                Rounding.knownThree(max),
                values(standing(), Point::mean));
    }

    /** The row of a figure whose readings are increases: how much it rose in a minute. */
    public KeyFigure perMinute(String group, KeyFigure.Name name) {
        List<Point> known = known();
        double minutes = span.step().toSeconds() / SECONDS_OF_MINUTE;
        double sum = known.stream().mapToDouble(SampledFigure::rise).sum();
        Double max = known.isEmpty()
                ? null
                : (Double) known.stream()
                        .mapToDouble(point -> rise(point) / minutes)
                        .max()
                        .orElseThrow();
        return KeyFigure.of(
                group,
                name,
                isCurrent(known) ? Rounding.knownThree(rise(known.getLast()) / minutes) : null,
                known.isEmpty() ? null : Rounding.knownThree(sum / minutes / known.size()),
                Rounding.knownThree(max),
                values(points, point -> rise(point) / minutes));
    }

    /** What is read more rarely than the steps come stands until the next reading, for as long as it is fresh. */
    private @Nullable Point[] standing() {
        @Nullable Point[] standing = points.clone();
        long longest = SampledFigures.FRESH.dividedBy(span.step());
        Point last = null;
        long steps = 0;
        for (int i = 0; i < standing.length; i++) {
            Point point = points[i];
            steps = point == null ? steps + 1 : 0;
            last = point == null ? last : point;
            standing[i] = steps <= longest ? last : null;
        }
        return standing;
    }

    private static double rise(Point point) {
        return point.mean() * point.count();
    }

    private @Nullable Double current(List<Point> known) {
        return newest == null && isCurrent(known) ? (Double) known.getLast().mean() : newest;
    }

    private boolean isCurrent(List<Point> known) {
        return !known.isEmpty() && known.getLast().at().plus(span.step()).isAfter(fresh);
    }

    private List<Point> known() {
        return Stream.of(points)
                .filter(Objects::nonNull)
                .map(point -> (Point) point)
                .toList();
    }

    private static List<@Nullable Double> values(@Nullable Point[] points, ToDoubleFunction<Point> value) {
        // Not toList(): it may hold nulls.
        return Arrays.asList(Arrays.stream(points)
                .map(point -> point == null ? null : Rounding.knownThree(value.applyAsDouble(point)))
                .toArray(Double[]::new));
    }
}
