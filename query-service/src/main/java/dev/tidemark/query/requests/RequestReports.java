package dev.tidemark.query.requests;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.range.Comparison;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TierSegments;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.requests.RollupQueries.Window;
import dev.tidemark.query.requests.WindowBlock.Grouping;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds up the requests of a span, all and by endpoint. */
@Singleton
public final class RequestReports {
    /** The span of {@link #newest()}: long enough for a percentile, short enough for a fault to stand out. */
    public static final Duration NEWEST = Duration.ofSeconds(30);

    private static final Grouping BY_ENDPOINT = new Grouping.ByEndpoint();
    private static final long WARN_SECONDS = 600;
    private static final Logger LOG = LoggerFactory.getLogger(RequestReports.class);
    private static final String KEY_OF_NEWEST = "newest";

    private final Database store;
    private final TimeRanges ranges;
    private final EndpointQueries endpoints;
    private final RollupQueries rollups;
    private final ObservedSpans observedSpans;
    private final WindowVersions versions;
    private final WindowMerges merges;
    private final AtomicLong warned = new AtomicLong();
    private final AnswerCache<RangeKey, RequestReport> reports;
    private final AnswerCache<String, RequestReport> newest;

    /** @param shift of the earlier span; null for the span itself */
    private record RangeKey(RangeQuery range, @Nullable Comparison shift, EndpointChoice filter) {}

    RequestReports(
            @Named(Databases.STORE) Database store,
            TimeRanges ranges,
            EndpointQueries endpoints,
            RollupQueries rollups,
            WindowVersions versions,
            WindowMerges merges,
            ObservedSpans observedSpans,
            AnswerCaches caches) {
        this.store = store;
        this.ranges = ranges;
        this.endpoints = endpoints;
        this.rollups = rollups;
        this.observedSpans = observedSpans;
        this.versions = versions;
        this.merges = merges;
        this.reports = caches.create("requests", Duration.ofSeconds(1), RequestReport::heapBytes);
        this.newest = caches.create("newest_requests", Duration.ofSeconds(1));
    }

    /** All requests of a span. */
    public RequestReport of(RangeQuery range) {
        return of(range, EndpointChoice.ALL);
    }

    /** The requests of a span that pass {@code filter}. */
    RequestReport of(RangeQuery range, EndpointChoice filter) {
        return of(range, null, filter);
    }

    /** The same for the span that is earlier by {@code shift}; null means the span itself. */
    RequestReport of(RangeQuery range, @Nullable Comparison shift, EndpointChoice filter) {
        return reports.get(
                new RangeKey(range, shift, filter), () -> store.readLong(() -> read(ranges.of(range, shift), filter)));
    }

    /** The requests of the newest {@link #NEWEST}. */
    public RequestReport newest() {
        return newest.get(KEY_OF_NEWEST, () -> store.read(() -> read(ranges.newest(NEWEST), EndpointChoice.ALL)));
    }

    private RequestReport read(TimeRange range, EndpointChoice filter) {
        Map<Integer, LatencyAggregate> aggregates = new HashMap<>();
        Consumer<Window> add = window -> aggregates
                .computeIfAbsent(window.endpointId(), id -> new LatencyAggregate())
                .add(window);
        for (Segment segment : TierSegments.of(range)) {
            try (Stream<Window> windows = windows(segment, filter, range)) {
                windows.forEach(add);
            }
        }
        Map<Integer, Series> names = endpoints.byId(aggregates.keySet());
        LatencyAggregate all = new LatencyAggregate();
        aggregates.values().forEach(all::add);
        // What is left of them are endpoints without requests.
        aggregates.values().removeIf(aggregate -> aggregate.count() == 0);
        warnOf(all.skipped(), range);
        Map<String, Instant> observed = observedSpans.of(range, firstWindows(names, aggregates));
        Instant begin =
                observed.values().stream().min(Comparator.naturalOrder()).orElse(range.from());
        return new RequestReport(
                range, RequestStatistics.of(all, range, begin), statistics(names, aggregates, all, range, observed));
    }

    /** Once in a while: pages ask every few seconds. */
    private void warnOf(long skipped, TimeRange range) {
        long last = warned.get();
        if (skipped > 0
                && range.now().getEpochSecond() - last >= WARN_SECONDS
                && warned.compareAndSet(last, range.now().getEpochSecond())) {
            LOG.warn(
                    "{} stored windows from {} to {} are contradictory and are not included in reports: expected windows of the stream"
                            + " processor only; who else may write tidemark.rollups.v1?",
                    skipped,
                    range.from(),
                    range.to());
        }
    }

    private static Map<String, Instant> firstWindows(
            Map<Integer, Series> names, Map<Integer, LatencyAggregate> aggregates) {
        Map<String, Instant> first = new HashMap<>();
        aggregates.forEach((id, aggregate) -> {
            Series series = names.get(id);
            if (series != null) {
                first.merge(series.service(), aggregate.firstWindow(), (a, b) -> a.isBefore(b) ? a : b);
            }
        });
        return first;
    }

    private Stream<Window> windows(Segment segment, EndpointChoice filter, TimeRange range) {
        if (segment.tier() == Tier.ONE_HOUR) {
            return merges.read(
                    new WindowBlocks(versions, filter, range.now(), WindowVersions.LATENESS).ofHours(segment),
                    BY_ENDPOINT,
                    filter);
        }
        // The open hour of a long span: up to an hour of minutes that hardly change.
        if (range.tier() == Tier.ONE_HOUR && segment.tier() == Tier.ONE_MINUTE) {
            return merges.read(
                    new WindowBlocks(versions, filter, range.now(), TierSegments.SETTLED).ofMinutes(segment),
                    BY_ENDPOINT,
                    filter);
        }
        return store.bounded(rollups.windows(segment, filter));
    }

    private static List<EndpointStatistics> statistics(
            Map<Integer, Series> names,
            Map<Integer, LatencyAggregate> aggregates,
            LatencyAggregate all,
            TimeRange range,
            Map<String, Instant> observed) {
        List<EndpointStatistics> statistics = new ArrayList<>();
        aggregates.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<Integer, LatencyAggregate> entry) ->
                                entry.getValue().sumMicros())
                        .reversed()
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> {
                    Series series = names.get(entry.getKey());
                    if (series != null) {
                        double seconds = range.elapsedSeconds(observed.getOrDefault(series.service(), range.from()));
                        statistics.add(EndpointStatistics.of(series, entry.getValue(), all, seconds));
                    }
                });
        return statistics;
    }
}
