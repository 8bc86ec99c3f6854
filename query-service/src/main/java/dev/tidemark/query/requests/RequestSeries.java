package dev.tidemark.query.requests;

import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.parameter.InvalidParameterException;
import dev.tidemark.query.range.TierSegments;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimelineSteps;
import dev.tidemark.query.requests.RollupQueries.Window;
import dev.tidemark.query.samples.SampleHistories;
import dev.tidemark.query.samples.SampleHistory;
import dev.tidemark.query.samples.SampleQuery;
import dev.tidemark.query.samples.SampleSeries;
import dev.tidemark.query.samples.SampleSeries.Point;
import dev.tidemark.query.samples.SampleSpan;
import dev.tidemark.query.samples.SeriesSource;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.Series;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The requests as series of type {@code api}, from windows. Latency, rate and errors have a series for each endpoint; percentiles, whose
 * sketches are large, have one for all endpoints that were asked for.
 */
@Singleton
final class RequestSeries implements SeriesSource {
    /** The label of the route, as in the relation {@code metrics}. */
    private static final String ENDPOINT = "endpoint";

    /** The service of a series of several. */
    private static final String ALL = "(all)";

    private static final String METHOD = "method";
    private static final String P50 = "request_latency_p50_ms";
    private static final String P95 = "request_latency_p95_ms";
    private static final String P99 = "request_latency_p99_ms";

    private final Database store;
    private final RollupQueries rollups;
    private final EndpointQueries endpoints;
    private final LatencyTimelines timelines;

    RequestSeries(
            @Named(Databases.STORE) Database store,
            RollupQueries rollups,
            EndpointQueries endpoints,
            LatencyTimelines timelines) {
        this.store = store;
        this.rollups = rollups;
        this.endpoints = endpoints;
        this.timelines = timelines;
    }

    @Override
    public String type() {
        return MetricType.API.wireName();
    }

    @Override
    public List<String> names() {
        return Stream.concat(RequestSums.FIGURES.keySet().stream(), Stream.of(P50, P95, P99))
                .toList();
    }

    @Override
    public SampleHistory of(SampleQuery query, TimeRange range, SampleSpan span) {
        if (span.step().compareTo(range.tier().size()) < 0) {
            throw new InvalidParameterException("interval of " + span.step().toSeconds() + " s: expected at least "
                    + range.tier().label() + ", the width of the windows that are kept of this span");
        }
        for (String label : query.labels().keySet()) {
            if (!label.equals(ENDPOINT) && !label.equals(METHOD)) {
                throw new InvalidParameterException("label", label, "endpoint or method");
            }
        }
        List<SampleSeries> series = new ArrayList<>();
        boolean truncated = false;
        if (query.names().stream().anyMatch(RequestSums.FIGURES::containsKey)) {
            truncated = byEndpoint(query, range, span, series);
        }
        if (query.names().stream().anyMatch(List.of(P50, P95, P99)::contains)) {
            percentiles(query, range, span, series);
        }
        return new SampleHistory(span, 0, truncated, series);
    }

    /** Returns whether there are more endpoints than were read. */
    private boolean byEndpoint(SampleQuery query, TimeRange range, SampleSpan span, List<SampleSeries> series) {
        int most = (int) Math.min(SampleHistories.MOST_SERIES, SampleHistories.MOST_POINTS / Math.max(1, span.steps()));
        Map<Integer, TreeMap<Long, RequestSums>> sums = new HashMap<>();
        boolean[] truncated = {false};
        Map<Integer, Series> names = store.readLong(() -> {
            for (Segment segment : segments(range, span.step())) {
                try (Stream<Window> windows = store.bounded(rollups.windows(segment, filter(query)))) {
                    windows.filter(window -> window.count() > 0).forEach(window -> {
                        if (sums.size() < most || sums.containsKey(window.endpointId())) {
                            sums.computeIfAbsent(window.endpointId(), id -> new TreeMap<>())
                                    .computeIfAbsent(
                                            Math.floorDiv(
                                                    window.windowStartSeconds(),
                                                    span.step().toSeconds()),
                                            step -> new RequestSums())
                                    .add(window);
                        } else {
                            truncated[0] = true;
                        }
                    });
                }
            }
            return endpoints.byId(sums.keySet());
        });
        sums.forEach((id, steps) -> {
            Series endpoint = names.get(id);
            String method = query.labels().get(METHOD);
            if (endpoint != null && (method == null || method.equals(endpoint.method()))) {
                query.names().stream()
                        .filter(RequestSums.FIGURES::containsKey)
                        .forEach(name -> series.add(new SampleSeries(
                                type(),
                                endpoint.service(),
                                null,
                                name,
                                Map.of(ENDPOINT, endpoint.route(), METHOD, endpoint.method()),
                                points(name, steps, span, range.now()))));
            }
        });
        series.removeIf(one -> one.points().isEmpty());
        return truncated[0];
    }

    private static List<Segment> segments(TimeRange range, Duration step) {
        Segment all = TimelineSteps.of(range, step).segment();
        return TierSegments.settledFirst(all.tier(), all.from(), all.to(), range.now());
    }

    private static List<Point> points(String name, TreeMap<Long, RequestSums> steps, SampleSpan span, Instant now) {
        List<Point> points = new ArrayList<>();
        steps.forEach((number, sums) -> {
            Instant start = Instant.ofEpochSecond(number * span.step().toSeconds());
            Instant end = start.plus(span.step());
            Duration length = Duration.between(start, end.isBefore(now) ? end : now);
            Point point = sums.point(name, start, Math.max(10, length.toSeconds()));
            if (point != null) {
                points.add(point);
            }
        });
        return points;
    }

    private void percentiles(SampleQuery query, TimeRange range, SampleSpan span, List<SampleSeries> series) {
        if (query.labels().containsKey(METHOD)) {
            throw new InvalidParameterException("label", METHOD, "endpoint for the percentiles");
        }
        List<LatencyTimeline.Point> steps = timelines.points(range, span.step(), filter(query));
        for (String name : query.names()) {
            List<Point> points = new ArrayList<>();
            for (LatencyTimeline.Point step : steps) {
                Double millis = percentile(name, step);
                if (millis != null) {
                    points.add(new Point(step.ts(), millis, millis, step.count() - step.streams()));
                }
            }
            if (!points.isEmpty()) {
                series.add(new SampleSeries(
                        type(), Objects.requireNonNullElse(query.service(), ALL), null, name, query.labels(), points));
            }
        }
    }

    private static @Nullable Double percentile(String name, LatencyTimeline.Point step) {
        return switch (name) {
            case P50 -> step.p50Ms();
            case P95 -> step.p95Ms();
            case P99 -> step.p99Ms();
            default -> null;
        };
    }

    private static EndpointChoice filter(SampleQuery query) {
        return new EndpointChoice(query.service(), null, query.labels().get(ENDPOINT));
    }
}
