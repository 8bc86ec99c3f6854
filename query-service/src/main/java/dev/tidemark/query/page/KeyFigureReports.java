package dev.tidemark.query.page;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.freshness.FreshnessReports;
import dev.tidemark.query.keyfigure.KeyFigureSource;
import dev.tidemark.query.keyfigure.KeyFigureSource.Question;
import dev.tidemark.query.keyfigure.KeyFigures;
import dev.tidemark.query.parallel.ParallelQuery;
import dev.tidemark.query.parallel.ParallelQuery.Part;
import dev.tidemark.query.range.Comparison;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.range.TimelineSteps;
import dev.tidemark.query.store.DatabaseException;
import io.micronaut.core.order.OrderUtil;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Asks every {@link KeyFigureSource}. One that does not answer in time has rows that say why. */
@Singleton
final class KeyFigureReports {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<KeyFigureSource> sources;
    private final TimeRanges ranges;
    private final FreshnessReports freshness;
    private final AnswerCache<Key, KeyFigures> cache;
    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("key-figures-", 0).factory());

    private record Key(
            RangeQuery range,
            @Nullable String service,
            @Nullable Comparison comparison) {}

    KeyFigureReports(
            List<KeyFigureSource> sources, TimeRanges ranges, FreshnessReports freshness, AnswerCaches caches) {
        this.sources = sources.stream().sorted(OrderUtil.COMPARATOR).toList();
        this.ranges = ranges;
        this.freshness = freshness;
        this.cache = caches.create("key_figures", Duration.ofSeconds(2), KeyFigures::heapBytes);
    }

    /**
     * Returns the figures of a span, at most 2 s old.
     *
     * @throws dev.tidemark.query.range.BadRangeException if the span cannot be answered
     */
    KeyFigures of(RangeQuery range, @Nullable String service, @Nullable Comparison comparison) {
        return cache.get(new Key(range, service, comparison), () -> read(range, service, comparison));
    }

    private KeyFigures read(RangeQuery range, @Nullable String service, @Nullable Comparison comparison) {
        TimeRange own = ranges.of(range);
        TimeRange earlier = comparison == null ? null : ranges.of(range, comparison);
        boolean stale = isStale();
        ParallelQuery query = new ParallelQuery(executor, PATIENCE);
        List<Part<KeyFigures.Part>> parts = ask(query, new Question(range, null, service, stale));
        List<Part<KeyFigures.Part>> before =
                comparison == null ? List.of() : ask(query, new Question(range, comparison, service, stale));
        KeyFigures figures = figures(own, parts);
        return earlier == null ? figures : figures.comparedWith(figures(earlier, before));
    }

    private List<Part<KeyFigures.Part>> ask(ParallelQuery query, Question question) {
        return sources.stream()
                .map(source -> query.ask("The key figures of " + source.group(), () -> source.figures(question)))
                .toList();
    }

    private KeyFigures figures(TimeRange range, List<Part<KeyFigures.Part>> parts) {
        List<KeyFigures.Part> found = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            KeyFigureSource source = sources.get(i);
            found.add(parts.get(i).or(failure -> KeyFigures.Part.nothing(source, failure.text())));
        }
        TimelineSteps steps = TimelineSteps.of(range);
        String host = null;
        for (KeyFigures.Part part : found) {
            host = part.host() == null ? host : part.host();
        }
        return new KeyFigures(
                steps.segment().from(),
                steps.segment().to(),
                steps.width().toSeconds(),
                host,
                found.stream().flatMap(part -> part.rows().stream()).toList(),
                found.stream().flatMap(part -> part.reasons().stream()).toList(),
                null);
    }

    private boolean isStale() {
        try {
            return freshness.now().stale();
        } catch (DatabaseException e) {
            return true;
        }
    }

    @PreDestroy
    void close() {
        executor.shutdownNow();
    }
}
