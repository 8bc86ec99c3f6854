package dev.tidemark.query.postgres;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
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
 * @param truncated whether there are more series than were read
 * @param unknown why there is no history; empty if there is
 */
record PostgresHistory(
        Instant from,
        Instant to,
        long stepSeconds,
        boolean truncated,
        List<PostgresSeries> series,
        List<Unknown> unknown) {

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
                                .mapToDouble(PostgresSeries.Point::mean)
                                .sum()
                        * stepSeconds);
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

    /** Its memory, about. */
    long heapBytes() {
        return series.stream().mapToLong(PostgresSeries::heapBytes).sum();
    }
}
