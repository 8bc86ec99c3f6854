package dev.tidemark.query.postgres;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.range.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of the monitored PostgreSQL over a span.
 *
 * @param from the start of the first step
 * @param to the end of the last step, which may be ahead
 * @param stepSeconds the width of a step
 * @param range the span
 * @param unknown why there is no history; empty if there is
 */
record PostgresHistory(
        Instant from,
        Instant to,
        long stepSeconds,
        TimeRange range,
        List<PostgresSeries> series,
        List<Unknown> unknown) {

    /** The same with further series of the same span. */
    PostgresHistory and(PostgresHistory more) {
        return new PostgresHistory(
                from,
                to,
                stepSeconds,
                range,
                Stream.concat(series.stream(), more.series.stream()).toList(),
                Stream.concat(unknown.stream(), more.unknown.stream()).distinct().toList());
    }

    Stream<PostgresSeries> named(String name) {
        return series.stream().filter(one -> one.name().equals(name));
    }

    /** The mean over the span of a metric without labels; null if nothing was read. */
    @Nullable Double mean(String name) {
        OptionalDouble mean = points(name).mapToDouble(PostgresSeries.Point::mean).average();
        return mean.isPresent() ? (Double) Rounding.two(mean.getAsDouble()) : null;
    }

    /** The largest reading of all series of a metric; null if nothing was read. */
    @Nullable Double max(String name) {
        OptionalDouble max = points(name).mapToDouble(PostgresSeries.Point::max).max();
        return max.isPresent() ? (Double) Rounding.two(max.getAsDouble()) : null;
    }

    /** What a rate per second adds up to, in all of its series; null if nothing was read. */
    @Nullable Double sum(String name) {
        return sum(points(name).toList());
    }

    /** The same of one type of backend. */
    @Nullable Double sum(String name, String backend) {
        return sum(named(name)
                .filter(one -> backend.equals(one.labels().get("backend")))
                .flatMap(one -> one.points().stream())
                .toList());
    }

    private @Nullable Double sum(List<PostgresSeries.Point> points) {
        return points.isEmpty()
                ? null
                : (Double) Rounding.two(points.stream()
                        .mapToDouble(point -> point.mean() * seconds(point))
                        .sum());
    }

    /** The part of a step that is in the span: the first begins earlier, and the last may be ahead. */
    private double seconds(PostgresSeries.Point point) {
        Instant begin = point.at().isBefore(range.from()) ? range.from() : point.at();
        Instant end = point.at().plusSeconds(stepSeconds);
        for (Instant bound : List.of(range.to(), range.now())) {
            end = bound.isBefore(end) ? bound : end;
        }
        return Math.max(0, Duration.between(begin, end).toMillis() / 1e3);
    }

    /** The last reading of a series; null if nothing was read. */
    @Nullable Double last(String name, Map<String, String> labels) {
        return named(name)
                .filter(one -> one.labels().equals(labels))
                .map(one -> one.points().getLast().mean())
                .findFirst()
                .orElse(null);
    }

    private Stream<PostgresSeries.Point> points(String name) {
        return named(name).flatMap(one -> one.points().stream());
    }
}
