package dev.tidemark.query.samples;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A series over a span.
 *
 * @param service the service that sent it
 * @param instance its instance; of what the collector read, the server
 * @param name the {@code metric_name}, which ends with the unit
 * @param labels what tells it apart from others of the name, such as {@code queryid}
 * @param points one for each step in which something was read, in the order of time; what was not read has no point
 */
public record SampleSeries(
        String service, @Nullable String instance, String name, Map<String, String> labels, List<Point> points) {
    public SampleSeries {
        labels = Map.copyOf(labels);
        points = List.copyOf(points);
    }

    /**
     * A step. Values are not rounded.
     *
     * @param at its start
     * @param mean the mean of the readings; of a gauge that only rises, its rise since the step before
     * @param max the largest reading; the same as the mean for a gauge that only rises
     * @param count how many readings were used
     */
    public record Point(Instant at, double mean, double max, long count) {}
}
