package dev.tidemark.query.requests;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TierSegments;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.range.TimelineSteps;
import dev.tidemark.query.requests.EndpointMeanQueries.Sum;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How much time the requests of each endpoint took beyond its baseline: (mean − baseline) × requests. Losses are sums of time, so
 * they add up, and a rare endpoint that is much slower counts like a frequent one that is a little slower.
 *
 * <p>The baseline is the mean of the earlier span if the question has a comparison. Otherwise it is the median of the means of all
 * minutes (of all steps, where those are wider) of the span, or of the hour before its end if the span is shorter: a fault that
 * lasts less than half of that time does not move it.
 */
@Singleton
final class EndpointLosses {
    private static final Duration SHORTEST_BASELINE = Duration.ofHours(1);

    private final Database store;
    private final TimeRanges ranges;
    private final EndpointQueries endpoints;
    private final EndpointMeanQueries queries;
    private final AnswerCache<RangeQuery, Means> cache;

    /** @param first the first step of the span */
    private record Means(Map<Series, EndpointMeans> byEndpoint, long first, int width) {
        long heapBytes() {
            return byEndpoint.values().stream()
                    .mapToLong(EndpointMeans::heapBytes)
                    .sum();
        }
    }

    EndpointLosses(
            @Named(Databases.STORE) Database store,
            TimeRanges ranges,
            EndpointQueries endpoints,
            EndpointMeanQueries queries,
            AnswerCaches caches) {
        this.store = store;
        this.ranges = ranges;
        this.endpoints = endpoints;
        this.queries = queries;
        this.cache = caches.create("endpoint_means", Duration.ofSeconds(5), Means::heapBytes);
    }

    /**
     * Adds baselines, losses and trends to the endpoints of {@code report}.
     *
     * @param earlier the report of the earlier span, whose means are the baselines; null without a comparison
     */
    RequestReport of(RequestReport report, RangeQuery query, @Nullable RequestReport earlier) {
        Means means = cache.get(query, () -> store.readLong(() -> read(ranges.of(query))));
        Map<Series, Double> before = earlier == null ? Map.of() : means(earlier);
        List<EndpointStatistics> endpoints = report.endpoints().stream()
                .map(endpoint -> {
                    EndpointMeans of = means.byEndpoint().get(series(endpoint));
                    if (of == null) {
                        return endpoint;
                    }
                    Double usual = earlier == null ? of.usual(means.width()) : before.get(series(endpoint));
                    return endpoint.against(usual, of.from(means.first()));
                })
                .toList();
        return new RequestReport(report.range(), report.all(), endpoints);
    }

    private static Map<Series, Double> means(RequestReport earlier) {
        Map<Series, Double> means = new HashMap<>();
        for (EndpointStatistics endpoint : earlier.endpoints()) {
            Double mean = endpoint.avgLatencyMs();
            if (mean != null) {
                means.put(series(endpoint), mean);
            }
        }
        return means;
    }

    private static Series series(EndpointStatistics endpoint) {
        return new Series(endpoint.service(), endpoint.method(), endpoint.route());
    }

    private Means read(TimeRange range) {
        TimelineSteps steps = TimelineSteps.of(range);
        long seconds = steps.width().toSeconds();
        Instant begin = range.to().minus(SHORTEST_BASELINE);
        long first = Math.min(steps.first(), Math.floorDiv(begin.getEpochSecond(), seconds));
        int count = (int) (steps.last() + 1 - first);
        Segment span = steps.segment();
        Map<Integer, EndpointMeans> means = new HashMap<>();
        for (Segment segment : TierSegments.settledFirst(span.tier(), steps.start(first), span.to(), range.now())) {
            try (Stream<Sum> sums = store.bounded(queries.sums(segment, seconds))) {
                sums.forEach(sum -> means.computeIfAbsent(sum.endpointId(), id -> new EndpointMeans(first, count))
                        .add(sum));
            }
        }
        Map<Integer, Series> names = endpoints.byId(means.keySet());
        return new Means(
                names.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getValue, entry -> means.get(entry.getKey()))),
                steps.first(),
                (int) Math.max(1, Tier.ONE_MINUTE.size().toSeconds() / seconds));
    }
}
