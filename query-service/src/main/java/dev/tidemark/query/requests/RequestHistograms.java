package dev.tidemark.query.requests;

import dev.tidemark.query.metrics.RollupCollector;
import dev.tidemark.wire.event.Series;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The latencies by endpoint as histograms, since Monday 00:00 UTC: counters that begin again once a week, at the same moment and with the same
 * values in every query service, also in one that was started again. Thread-safe.
 */
@Singleton
final class RequestHistograms implements RollupCollector {
    /** The most endpoints with series of their own. */
    static final int MOST_ENDPOINTS = 300;

    /** Everything beyond. */
    private static final Series OTHER = new Series("(other)", "(other)", "(other)");

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final RequestReports reports;
    private final Clock clock;
    private final Map<Series, CumulativeBuckets> buckets = new LinkedHashMap<>();
    private Instant week = Instant.EPOCH;
    private Instant readAt = Instant.EPOCH;

    RequestHistograms(RequestReports reports, Clock clock) {
        this.reports = reports;
        this.clock = clock;
    }

    @Override
    public synchronized MetricSnapshots collect() {
        Instant now = clock.instant();
        if (Duration.between(readAt, now).compareTo(FRESH) >= 0) {
            read(monday(now));
            readAt = now;
        }
        HistogramSnapshot.Builder histogram = HistogramSnapshot.builder()
                .name("http_server_request_duration_seconds")
                .unit(Unit.SECONDS)
                .help("Latency of HTTP requests by endpoint, without streams, since Monday 00:00 UTC.");
        buckets.forEach((series, of) -> histogram.dataPoint(HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(CumulativeBuckets.BOUNDS_SECONDS, of.counts()))
                .sum(of.sumSeconds())
                .labels(Labels.of(
                        "http_request_method", series.method(),
                        "http_route", series.route(),
                        "service_name", series.service()))
                .createdTimestampMillis(week.toEpochMilli())
                .build()));
        return new MetricSnapshots(histogram.build());
    }

    private void read(Instant monday) {
        Map<Series, LatencyAggregate> newest = reports.since(monday);
        if (!monday.equals(week)) {
            buckets.clear();
            week = monday;
        }
        // An endpoint that was admitted keeps its place: otherwise its counter and that of the others would fall.
        newest.entrySet().stream()
                .filter(entry -> !buckets.containsKey(entry.getKey()))
                .sorted(Comparator.comparingLong((Map.Entry<Series, LatencyAggregate> entry) ->
                                entry.getValue().sumMicros())
                        .reversed())
                .limit(Math.max(0, MOST_ENDPOINTS - buckets.size()))
                .toList()
                .forEach(entry -> buckets.put(entry.getKey(), new CumulativeBuckets()));
        Map<Series, List<LatencyAggregate>> grouped = new HashMap<>();
        newest.forEach((series, aggregate) -> grouped.computeIfAbsent(
                        buckets.containsKey(series) ? series : OTHER, one -> new ArrayList<>())
                .add(aggregate));
        grouped.forEach((series, aggregates) ->
                buckets.computeIfAbsent(series, one -> new CumulativeBuckets()).raiseTo(aggregates));
    }

    private static Instant monday(Instant now) {
        return now.atZone(ZoneOffset.UTC)
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .truncatedTo(ChronoUnit.DAYS)
                .toInstant();
    }
}
