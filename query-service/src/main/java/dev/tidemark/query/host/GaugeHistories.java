package dev.tidemark.query.host;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.samples.SampleHistory;
import dev.tidemark.query.samples.SampleSeries;
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

    private record Series(SourceKey source, Gauge gauge, String item) {}

    static GaugeHistories of(SampleHistory history) {
        return new GaugeHistories(
                history.span().from(),
                history.span().to(),
                history.span().step().toSeconds(),
                history.everySeconds(),
                history.truncated(),
                bySource(history.series()),
                List.of());
    }

    /** Several applications can report the same host: their readings of a step are one mean, and never added up. */
    private static Map<SourceKey, List<GaugeHistory>> bySource(List<SampleSeries> all) {
        Map<Series, TreeMap<Instant, Sum>> series = new HashMap<>();
        for (SampleSeries one : all) {
            Gauge gauge = GaugeGroup.named(one.name());
            if (gauge != null) {
                String host = Sample.host(one.labels(), one.instance(), one.service());
                SourceKey source = gauge.isOfInstance()
                        ? new SourceKey(host, one.service(), one.instance())
                        : SourceKey.ofHost(host);
                TreeMap<Instant, Sum> sums = series.computeIfAbsent(
                        new Series(
                                source, gauge, Objects.requireNonNullElse(Sample.item(one.name(), one.labels()), "")),
                        key -> new TreeMap<>());
                one.points()
                        .forEach(point -> sums.computeIfAbsent(point.at(), at -> new Sum())
                                .add(point));
            }
        }
        Map<SourceKey, List<GaugeHistory>> histories = new HashMap<>();
        series.forEach((key, sums) -> histories
                .computeIfAbsent(key.source(), source -> new ArrayList<>())
                .add(new GaugeHistory(key.gauge().wireName(), key.item().isEmpty() ? null : key.item(), points(sums))));
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

    private static List<GaugeHistory.Point> points(TreeMap<Instant, Sum> sums) {
        List<GaugeHistory.Point> points = new ArrayList<>();
        sums.forEach(
                (at, sum) -> points.add(new GaugeHistory.Point(at, Rounding.two(sum.mean()), Rounding.two(sum.max))));
        return points;
    }

    private static final class Sum {
        private double sum;
        private long count;
        private double max = Double.NEGATIVE_INFINITY;

        void add(SampleSeries.Point point) {
            sum += point.mean() * point.count();
            count += point.count();
            max = Math.max(max, point.max());
        }

        double mean() {
            return sum / count;
        }
    }
}
