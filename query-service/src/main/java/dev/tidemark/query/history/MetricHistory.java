package dev.tidemark.query.history;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.samples.SampleHistory;
import dev.tidemark.query.samples.SampleSeries;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Metrics over a span.
 *
 * @param from the start of the first step
 * @param to the end of the last step, which may be ahead
 * @param stepSeconds the width of a step; steps begin at multiples of it since midnight UTC
 * @param everySeconds of how many seconds one reading was used; 0 if all were
 * @param truncated whether there are more series than are shown; name a service or a label
 * @param series what was asked for, sorted by name, service, instance and labels; empty without a name
 * @param metrics the metrics that there are; null if a name was given
 * @param comparison the same of the earlier span; null if none was asked for
 */
@Serdeable
record MetricHistory(
        Instant from,
        Instant to,
        long stepSeconds,
        long everySeconds,
        boolean truncated,
        List<Line> series,
        @Nullable List<Catalogue.Metric> metrics,
        @Nullable MetricHistory comparison) {

    /**
     * A series.
     *
     * @param type its {@code metric_type}
     * @param name its {@code metric_name}, which ends with the unit
     * @param service the service that sent it, or was requested; (all) of several
     * @param instance its instance; of what the collector read, the server
     * @param labels what tells it apart from others of the name
     * @param points one for each step in which something was read
     */
    @Serdeable
    record Line(
            String type,
            String name,
            String service,
            @Nullable String instance,
            Map<String, String> labels,
            List<Point> points) {}

    /**
     * A step.
     *
     * @param ts its start
     * @param value the mean of the readings; of a gauge that only rises, its rise since the step before
     * @param max the largest reading
     * @param count how many readings there were
     */
    @Serdeable
    record Point(Instant ts, double value, double max, long count) {}

    static List<Line> lines(SampleHistory history) {
        return history.series().stream().map(MetricHistory::line).toList();
    }

    private static Line line(SampleSeries series) {
        return new Line(
                series.type(),
                series.name(),
                series.service(),
                series.instance(),
                series.labels(),
                series.points().stream().map(MetricHistory::point).toList());
    }

    static Point point(SampleSeries.Point point) {
        return new Point(
                point.at(), Rounding.significant(point.mean()), Rounding.significant(point.max()), point.count());
    }

    /** The series of both. */
    MetricHistory plus(SampleHistory more) {
        return new MetricHistory(
                from,
                to,
                stepSeconds,
                Math.max(everySeconds, more.everySeconds()),
                truncated || more.truncated(),
                Stream.concat(series.stream(), lines(more).stream()).toList(),
                metrics,
                comparison);
    }

    MetricHistory comparedWith(@Nullable MetricHistory earlier) {
        return new MetricHistory(from, to, stepSeconds, everySeconds, truncated, series, metrics, earlier);
    }
}
