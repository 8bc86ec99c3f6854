package dev.tidemark.query.requests;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.endpoint.EndpointQuestion;
import dev.tidemark.query.range.Comparison;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.range.TimelineSteps;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Cuts a span into buckets and adds up the requests of each. */
@Singleton
final class LatencyTimelines {
    private final Database store;
    private final TimeRanges ranges;
    private final StepAggregates aggregates;
    private final AnswerCache<Key, LatencyTimeline> brief;
    // A day or more moves slowly. With the age of the versions, what was late shows in 20 s.
    private final AnswerCache<Key, LatencyTimeline> lasting;

    /** @param shift of the earlier span; null for the span itself */
    private record Key(RangeQuery range, @Nullable Comparison shift, EndpointChoice choice) {}

    LatencyTimelines(
            @Named(Databases.STORE) Database store, TimeRanges ranges, StepAggregates aggregates, AnswerCaches caches) {
        this.store = store;
        this.ranges = ranges;
        this.aggregates = aggregates;
        this.brief = caches.create("timelines", Duration.ofSeconds(2), LatencyTimeline::heapBytes);
        this.lasting = caches.create("long_timelines", Duration.ofSeconds(10), LatencyTimeline::heapBytes);
    }

    /** The timeline of a span. */
    LatencyTimeline of(EndpointQuestion question) {
        Comparison comparison = question.comparison();
        LatencyTimeline own = of(new Key(question.range(), null, question.choice()));
        return comparison == null
                ? own
                : own.comparedWith(of(new Key(question.range(), comparison, question.choice())));
    }

    private LatencyTimeline of(Key key) {
        TimeRange range = ranges.of(key.range, key.shift);
        TimelineSteps steps = TimelineSteps.of(range);
        AnswerCache<Key, LatencyTimeline> cache = steps.areBrief() ? brief : lasting;
        return cache.get(key, () -> store.readLong(() -> read(range, steps, key.choice)));
    }

    private LatencyTimeline read(TimeRange range, TimelineSteps steps, EndpointChoice choice) {
        Map<Long, LatencyAggregate> buckets = aggregates.read(range, steps, choice);
        List<LatencyTimeline.Point> points = new ArrayList<>();
        for (long i = steps.first(); i <= steps.last(); i++) {
            points.add(LatencyTimeline.Point.of(steps.start(i), buckets.get(i)));
        }
        long skipped = LongStream.rangeClosed(steps.first(), steps.last())
                .mapToObj(buckets::get)
                .filter(Objects::nonNull)
                .mapToLong(LatencyAggregate::skipped)
                .sum();
        return LatencyTimeline.of(steps.segment(), steps.width(), points, skipped);
    }
}
