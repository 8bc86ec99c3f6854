package dev.tidemark.query.requests;

import dev.tidemark.query.card.State;
import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.keyfigure.KeyFigure;
import dev.tidemark.query.keyfigure.KeyFigure.Name;
import dev.tidemark.query.keyfigure.KeyFigureSource;
import dev.tidemark.query.keyfigure.KeyFigures;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.verdict.RequestFindings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows of requests in the table of key figures. The current values are those of the newest seconds, in which a fault shows
 * first; the averages are those of all requests of the span: a percentile of the span is not the mean of percentiles.
 */
@Singleton
final class RequestKeyFigures implements KeyFigureSource {
    private static final Name MEAN = new Name("avg_latency_ms", "latency, mean", "ms");
    private static final Name P50 = new Name("p50_latency_ms", "latency, p50", "ms");
    private static final Name P95 = new Name("p95_latency_ms", "latency, p95", "ms");
    private static final Name P99 = new Name("p99_latency_ms", "latency, p99", "ms");
    private static final Name RATE = new Name("requests_per_second", "requests", "/s");
    private static final Name ERRORS = new Name("error_rate", "errors", "percent");

    /** A rate of less time than this says little. */
    private static final Duration SHORTEST = Duration.ofSeconds(10);

    private final RequestReports reports;
    private final LatencyTimelines timelines;
    private final RequestFindings findings;
    private final TimeRanges ranges;

    RequestKeyFigures(RequestReports reports, LatencyTimelines timelines, RequestFindings findings, TimeRanges ranges) {
        this.reports = reports;
        this.timelines = timelines;
        this.findings = findings;
        this.ranges = ranges;
    }

    @Override
    public String group() {
        return "api";
    }

    @Override
    public int getOrder() {
        return 10;
    }

    @Override
    public List<Name> names() {
        return List.of(MEAN, P50, P95, P99, RATE, ERRORS);
    }

    @Override
    public KeyFigures.Part figures(Question question) {
        EndpointChoice choice = EndpointChoice.ofService(question.service());
        TimeRange range = ranges.of(question.range(), question.shift());
        RequestStatistics all =
                reports.of(question.range(), question.shift(), choice).all();
        LatencyTimeline timeline = timelines.of(question.range(), question.shift(), choice);
        boolean live = question.isLive(range);
        RequestReport newest = live ? reports.newest(choice) : null;
        Series series = new Series(timeline, range, newest == null ? null : newest.all());
        List<KeyFigure> rows = new ArrayList<>(List.of(
                series.row(
                        MEAN, all.avgLatencyMs(), LatencyTimeline.Point::avgMs, RequestStatistics::avgLatencyMs, all),
                series.row(P50, all.p50LatencyMs(), LatencyTimeline.Point::p50Ms, RequestStatistics::p50LatencyMs, all),
                series.row(P95, all.p95LatencyMs(), LatencyTimeline.Point::p95Ms, RequestStatistics::p95LatencyMs, all),
                series.row(P99, all.p99LatencyMs(), LatencyTimeline.Point::p99Ms, RequestStatistics::p99LatencyMs, all),
                series.row(RATE, all.requestsPerSecond(), series::rate, RequestStatistics::requestsPerSecond, all),
                series.row(ERRORS, all.errorRate(), Series::errors, RequestStatistics::errorRate, all)));
        if (newest != null) {
            boolean fails = findings.isFailing(question.service());
            boolean slow = findings.isSlow(question.service());
            rows.replaceAll(row -> judged(row, question.stale(), slow, fails));
        }
        return new KeyFigures.Part(rows, null, List.of());
    }

    private static KeyFigure judged(KeyFigure row, boolean stale, boolean slow, boolean fails) {
        if (row.name().equals(P95.name())) {
            return row.judged(null, "unusual at an endpoint", state(stale, slow));
        }
        return row.name().equals(ERRORS.name())
                ? row.judged(RequestStatistics.FAILING_PERCENT, "unusual at an endpoint", state(stale, fails))
                : row;
    }

    private static State state(boolean stale, boolean wrong) {
        return stale ? State.STALE : wrong ? State.DEGRADED : State.OK;
    }

    /** @param newest the newest seconds; null if the span ended earlier */
    private record Series(
            LatencyTimeline timeline,
            TimeRange range,
            @Nullable RequestStatistics newest) {

        KeyFigure row(
                Name name,
                @Nullable Double average,
                Function<LatencyTimeline.Point, @Nullable Double> of,
                Function<RequestStatistics, @Nullable Double> ofNewest,
                RequestStatistics all) {
            @Nullable Double[] points = timeline.points().stream().map(of).toArray(Double[]::new);
            Double max = Arrays.stream(points)
                    .filter(Objects::nonNull)
                    .map(value -> (Double) value)
                    .max(Double::compare)
                    .orElse(null);
            Double current = newest == null ? last(points) : newest.requestCount() == 0 ? null : ofNewest.apply(newest);
            return KeyFigure.of(
                    "api", name, current, all.requestCount() == 0 ? null : average, max, Arrays.asList(points));
        }

        private static @Nullable Double last(@Nullable Double[] points) {
            for (int i = points.length - 1; i >= 0; i--) {
                if (points[i] != null) {
                    return points[i];
                }
            }
            return null;
        }

        /** The step of now has only begun; before the first request it is unknown whether anybody counted. */
        @Nullable Double rate(LatencyTimeline.Point point) {
            Instant begin = point.ts().isBefore(range.from()) ? range.from() : point.ts();
            Instant end = point.ts().plusSeconds(timeline.bucketSeconds());
            Instant last = range.to().isBefore(range.now()) ? range.to() : range.now();
            Duration elapsed = Duration.between(begin, end.isBefore(last) ? end : last);
            return elapsed.compareTo(SHORTEST) < 0 || point.count() == 0
                    ? null
                    : (Double) Rounding.two(point.count() * 1000.0 / elapsed.toMillis());
        }

        static @Nullable Double errors(LatencyTimeline.Point point) {
            return point.count() == 0 ? null : (Double) Rounding.percent(point.errors(), point.count());
        }
    }
}
