package dev.tidemark.query.host;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.host.HostSampleQueries.Step;
import dev.tidemark.wire.metric.Gauge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The gauges of hosts and JVMs over a span.
 *
 * @param from the start of the first step
 * @param to the end of the last step, which may be ahead
 * @param stepSeconds the width of a step
 * @param everySeconds of how many seconds one reading was used; 0 if all were
 * @param truncated whether there are more series than were read
 * @param bySource by host or JVM, sorted by gauge and item
 * @param unknown why there is no history; empty if there is
 */
record GaugeHistories(
        Instant from,
        Instant to,
        long stepSeconds,
        long everySeconds,
        boolean truncated,
        Map<SourceKey, List<GaugeHistory>> bySource,
        List<Unknown> unknown) {
    private static final int BYTES_OF_POINT = 80;
    private static final int BYTES_OF_SERIES = 400;

    private record Series(SourceKey source, Gauge gauge, String item) {}

    /** Several applications can report the same host: their readings of a step are one mean, and never added up. */
    static Map<SourceKey, List<GaugeHistory>> bySource(List<Step> steps) {
        Map<Series, TreeMap<Instant, Sum>> series = new HashMap<>();
        for (Step step : steps) {
            Gauge gauge = GaugeGroup.named(step.name());
            if (gauge != null) {
                SourceKey source = gauge.isOfInstance()
                        ? new SourceKey(step.host(), step.service(), step.instance())
                        : SourceKey.ofHost(step.host());
                series.computeIfAbsent(
                                new Series(source, gauge, Objects.requireNonNullElse(step.item(), "")),
                                key -> new TreeMap<>())
                        .computeIfAbsent(step.at(), at -> new Sum())
                        .add(step);
            }
        }
        Map<SourceKey, List<GaugeHistory>> histories = new HashMap<>();
        series.forEach((key, sums) -> histories
                .computeIfAbsent(key.source(), source -> new ArrayList<>())
                .add(new GaugeHistory(
                        key.gauge().wireName(),
                        key.item().isEmpty() ? null : key.item(),
                        key.gauge().isCumulative() ? rises(sums) : points(sums))));
        histories
                .values()
                .forEach(list -> list.sort(Comparator.comparing(GaugeHistory::name)
                        .thenComparing(one -> Objects.requireNonNullElse(one.item(), ""))));
        return histories;
    }

    List<GaugeHistory> of(SourceKey source) {
        return bySource.getOrDefault(source, List.of());
    }

    /** The start of the last step in which something was read. */
    static Instant last(List<GaugeHistory> series) {
        return series.stream()
                .flatMap(one -> one.points().stream())
                .map(GaugeHistory.Point::at)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    /** Its memory, about. */
    long heapBytes() {
        return bySource.values().stream()
                .flatMap(List::stream)
                .mapToLong(series -> BYTES_OF_SERIES
                        + (long) BYTES_OF_POINT * series.points().size())
                .sum();
    }

    private static List<GaugeHistory.Point> points(TreeMap<Instant, Sum> sums) {
        List<GaugeHistory.Point> points = new ArrayList<>();
        sums.forEach(
                (at, sum) -> points.add(new GaugeHistory.Point(at, Rounding.two(sum.mean()), Rounding.two(sum.max))));
        return points;
    }

    /** The rise from one step to the next; the first only tells where it began. */
    private static List<GaugeHistory.Point> rises(TreeMap<Instant, Sum> sums) {
        List<GaugeHistory.Point> points = new ArrayList<>();
        double last = Double.NaN;
        for (Map.Entry<Instant, Sum> entry : sums.entrySet()) {
            double now = entry.getValue().max;
            if (now >= last) {
                double rise = Rounding.two(now - last);
                points.add(new GaugeHistory.Point(entry.getKey(), rise, rise));
            }
            last = now;
        }
        return points;
    }

    private static final class Sum {
        private double sum;
        private long count;
        private double max = Double.NEGATIVE_INFINITY;

        void add(Step step) {
            sum += step.mean() * step.count();
            count += step.count();
            max = Math.max(max, step.max());
        }

        double mean() {
            return sum / count;
        }
    }
}
