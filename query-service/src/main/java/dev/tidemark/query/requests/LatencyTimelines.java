package dev.tidemark.query.requests;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TierSegments;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.range.TimelineSteps;
import dev.tidemark.query.requests.RollupQueries.Window;
import dev.tidemark.query.requests.WindowBlock.Grouping;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Cuts a span into buckets and adds up the requests of each. */
@Singleton
final class LatencyTimelines {
    private final Database store;
    private final TimeRanges ranges;
    private final WindowVersions versions;
    private final WindowMerges merges;
    private final AnswerCache<Key, LatencyTimeline> brief;
    // A day or more moves slowly. With the age of the versions, what was late shows in 20 s.
    private final AnswerCache<Key, LatencyTimeline> lasting;

    private record Key(RangeQuery range, EndpointFilter filter) {}

    LatencyTimelines(
            @Named(Databases.STORE) Database store,
            TimeRanges ranges,
            WindowVersions versions,
            WindowMerges merges,
            AnswerCaches caches) {
        this.store = store;
        this.ranges = ranges;
        this.versions = versions;
        this.merges = merges;
        this.brief = caches.create("timelines", Duration.ofSeconds(2), LatencyTimeline::heapBytes);
        this.lasting = caches.create("long_timelines", Duration.ofSeconds(10), LatencyTimeline::heapBytes);
    }

    /** The timeline of a span, of the requests that pass {@code filter}. */
    LatencyTimeline of(RangeQuery query, EndpointFilter filter) {
        TimeRange range = ranges.of(query);
        TimelineSteps steps = TimelineSteps.of(range);
        AnswerCache<Key, LatencyTimeline> cache = steps.areBrief() ? brief : lasting;
        return cache.get(new Key(query, filter), () -> store.readLong(() -> read(range, steps, filter)));
    }

    /** The buckets of a span in a chosen width, which is that of a window or wider. Not cached. */
    List<LatencyTimeline.Point> points(TimeRange range, Duration width, EndpointFilter filter) {
        TimelineSteps steps = TimelineSteps.of(range, width);
        return store.readLong(() -> read(range, steps, filter)).points();
    }

    private LatencyTimeline read(TimeRange range, TimelineSteps steps, EndpointFilter filter) {
        Map<Long, LatencyAggregate> buckets = new HashMap<>();
        Segment segment = steps.segment();
        Duration fresh = steps.areBrief() ? WindowVersions.LATENESS : TierSegments.SETTLED;
        Grouping parts = new Grouping.ByTime(steps.width().toSeconds());
        List<WindowBlock> blocks =
                new WindowBlocks(versions, filter, range.now(), fresh).ofParts(segment, steps.width());
        try (Stream<Window> windows = merges.read(blocks, parts, filter)) {
            windows.forEach(window -> buckets.computeIfAbsent(parts.keyOf(window), start -> new LatencyAggregate())
                    .add(window));
        }
        List<LatencyTimeline.Point> points = new ArrayList<>();
        for (long i = steps.first(); i <= steps.last(); i++) {
            points.add(LatencyTimeline.Point.of(steps.start(i), buckets.get(i)));
        }
        long skipped = LongStream.rangeClosed(steps.first(), steps.last())
                .mapToObj(buckets::get)
                .filter(Objects::nonNull)
                .mapToLong(LatencyAggregate::skipped)
                .sum();
        return LatencyTimeline.of(segment, steps.width(), points, skipped);
    }
}
