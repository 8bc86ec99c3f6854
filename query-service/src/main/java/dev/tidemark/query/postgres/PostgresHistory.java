package dev.tidemark.query.postgres;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.range.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                Stream.concat(unknown.stream(), more.unknown.stream())
                        .distinct()
                        .toList());
    }

    Stream<PostgresSeries> named(String name) {
        return series.stream().filter(one -> one.name().equals(name));
    }

    /** The mean over the span of all series of a metric; null if nothing was read. */
    @Nullable Double mean(String name) {
        return mean(points(name));
    }

    /** The mean over the span of one series; null if nothing was read. */
    @Nullable Double mean(String name, Map<String, String> labels) {
        return mean(points(name, labels));
    }

    private static @Nullable Double mean(Stream<PostgresSeries.Point> points) {
        OptionalDouble mean = points.mapToDouble(PostgresSeries.Point::mean).average();
        return mean.isPresent() ? (Double) Rounding.two(mean.getAsDouble()) : null;
    }

    /** The largest reading of all series of a metric; null if nothing was read. */
    @Nullable Double max(String name) {
        OptionalDouble max = points(name).mapToDouble(PostgresSeries.Point::max).max();
        return max.isPresent() ? (Double) Rounding.two(max.getAsDouble()) : null;
    }

    /** What a rate per second without labels adds up to; null if nothing was read. */
    @Nullable Double sum(String name) {
        return points(name).findAny().isEmpty() ? null : (Double) sum(name, Map.of());
    }

    /** What a rate per second adds up to in one series. */
    double sum(String name, Map<String, String> labels) {
        return Rounding.two(points(name, labels)
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

    /** The series that are part of the newest reading of a metric of which each reading has only the largest ones. */
    Stream<PostgresSeries> newest(String name) {
        Optional<Instant> newest =
                named(name).map(one -> one.points().getLast().at()).max(Comparator.naturalOrder());
        return named(name).filter(one -> one.points().getLast().at().equals(newest.orElseThrow()));
    }

    /** The value of a series in the newest reading of such a metric; null if it is no part of it. */
    @Nullable Double newest(String name, Map<String, String> labels) {
        return newest(name)
                .filter(one -> one.labels().equals(labels))
                .map(one -> one.points().getLast().mean())
                .findFirst()
                .orElse(null);
    }

    private Stream<PostgresSeries.Point> points(String name) {
        return named(name).flatMap(one -> one.points().stream());
    }

    private Stream<PostgresSeries.Point> points(String name, Map<String, String> labels) {
        return named(name).filter(one -> one.labels().equals(labels)).flatMap(one -> one.points().stream());
    }
}
