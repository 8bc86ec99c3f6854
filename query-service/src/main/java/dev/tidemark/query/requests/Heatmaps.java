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
import org.jspecify.annotations.Nullable;

/** Counts the requests of a span by time and duration. */
@Singleton
final class Heatmaps {
    private final Database store;
    private final TimeRanges ranges;
    private final StepAggregates aggregates;
    private final AnswerCache<Key, Heatmap> brief;
    // As with timelines, a day or more moves slowly.
    private final AnswerCache<Key, Heatmap> lasting;

    /** @param shift of the earlier span; null for the span itself */
    private record Key(RangeQuery range, @Nullable Comparison shift, EndpointChoice choice) {}

    Heatmaps(
            @Named(Databases.STORE) Database store, TimeRanges ranges, StepAggregates aggregates, AnswerCaches caches) {
        this.store = store;
        this.ranges = ranges;
        this.aggregates = aggregates;
        this.brief = caches.create("heatmaps", Duration.ofSeconds(2), Heatmap::heapBytes);
        this.lasting = caches.create("long_heatmaps", Duration.ofSeconds(10), Heatmap::heapBytes);
    }

    Heatmap of(EndpointQuestion question) {
        Comparison comparison = question.comparison();
        Heatmap own = of(new Key(question.range(), null, question.choice()));
        return comparison == null
                ? own
                : own.comparedWith(of(new Key(question.range(), comparison, question.choice())));
    }

    private Heatmap of(Key key) {
        TimeRange range = ranges.of(key.range, key.shift);
        TimelineSteps steps = TimelineSteps.of(range);
        AnswerCache<Key, Heatmap> cache = steps.areBrief() ? brief : lasting;
        return cache.get(
                key,
                () -> store.readLong(
                        () -> Heatmap.of(range, steps, key.choice, aggregates.read(range, steps, key.choice))));
    }
}
