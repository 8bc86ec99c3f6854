package dev.tidemark.query.postgres;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.counters.StatementCounters.StatementRise;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.range.Comparison;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TierSegments;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.range.TimelineSteps;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.query.store.Databases;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reports what the statements did in a span, with their texts and callers. */
@Singleton
final class SlowQueryReports {
    private static final List<String> FIGURES = List.of("rows", "total", "total_ms", "slow_queries_count");
    private static final List<String> HISTORY = List.of(
            "statement_calls_per_second", "statement_mean_ms", "statement_rows_per_second", "statement_time_percent");
    /** The statements whose callers are looked up, if only those of a service are asked for. */
    private static final int CANDIDATES = 500;

    private final StatementSpans spans;
    private final StatementTexts texts;
    private final StatementCallQueries calls;
    private final PostgresHistories histories;
    private final Database store;
    private final TimeRanges ranges;
    private final AnswerCache<Key, SlowStatements> cache;

    /**
     * What is asked.
     *
     * @param service only statements that this service calls; null for all
     * @param queryid only this statement, with its history; null for all
     * @param most how many statements
     */
    record Choice(@Nullable String service, @Nullable String queryid, int most) {}

    private record Key(RangeQuery range, Choice choice) {}

    private record Callers(@Nullable Map<String, List<StatementCallQueries.Caller>> byText, List<Unknown> unknown) {}

    SlowQueryReports(
            StatementSpans spans,
            StatementTexts texts,
            StatementCallQueries calls,
            PostgresHistories histories,
            @Named(Databases.STORE) Database store,
            TimeRanges ranges,
            AnswerCaches caches) {
        this.spans = spans;
        this.texts = texts;
        this.calls = calls;
        this.histories = histories;
        this.store = store;
        this.ranges = ranges;
        this.cache = caches.create("slow_queries", Duration.ofSeconds(5), SlowStatements::heapBytes);
    }

    SlowStatements of(RangeQuery query, Choice choice, @Nullable Comparison comparison) {
        SlowStatements now = cached(query, choice);
        return comparison == null ? now : now.with(now.unknown(), cached(ranges.earlier(query, comparison), choice));
    }

    private SlowStatements cached(RangeQuery query, Choice choice) {
        TimeRange range = ranges.withCalls(query);
        return cache.get(new Key(query, choice), () -> read(range, choice));
    }

    private SlowStatements read(TimeRange range, Choice choice) {
        StatementSpans.Answer answer = spans.of(range, FIGURES);
        StatementSpan span = answer.span();
        List<Unknown> unknown = new ArrayList<>(answer.unknown());
        List<PostgresSeries> history = history(range, choice, unknown);
        if (span == null) {
            return new SlowStatements(
                    range.from(),
                    range.to(),
                    step(range),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    history,
                    unknown,
                    null);
        }
        List<StatementRise> chosen = chosen(span, choice);
        Map<Long, String> known =
                texts.of(chosen.stream().map(StatementRise::id).collect(Collectors.toSet()));
        Callers callers = callers(known, range);
        unknown.addAll(callers.unknown());
        List<SlowStatements.Row> rows = chosen.stream()
                .map(rise -> row(rise, span, known.get(rise.id()), callers))
                .filter(row -> choice.service() == null
                        || row.endpoints() != null
                                && row.endpoints().stream()
                                        .anyMatch(caller -> caller.service().equals(choice.service())))
                .limit(choice.most())
                .toList();
        return new SlowStatements(
                range.from(),
                range.to(),
                step(range),
                span.from(),
                span.to(),
                span.source(),
                (long) span.rises().size(),
                Rounding.three(span.millis()),
                span.rises().stream().filter(StatementSpan::isSlow).count(),
                rows,
                history,
                unknown,
                null);
    }

    private static long step(TimeRange range) {
        return TimelineSteps.of(range).width().toSeconds();
    }

    private List<PostgresSeries> history(TimeRange range, Choice choice, List<Unknown> unknown) {
        if (choice.queryid() == null) {
            return List.of();
        }
        PostgresHistory history = histories.ofStatement(HISTORY, choice.queryid(), range);
        unknown.addAll(history.unknown());
        return history.series();
    }

    /** Those that took most time; a slow one that ran once would be lost among many fast ones, so they come in any case. */
    private static List<StatementRise> chosen(StatementSpan span, Choice choice) {
        Comparator<StatementRise> byTime =
                Comparator.comparingDouble(StatementRise::millis).reversed();
        if (choice.queryid() != null) {
            return span.rises().stream()
                    .filter(rise -> choice.queryid().equals(Long.toString(rise.id())))
                    .toList();
        }
        int most = choice.service() == null ? choice.most() : CANDIDATES;
        List<StatementRise> slow = span.rises().stream()
                .filter(StatementSpan::isSlow)
                .sorted(byTime)
                .limit(most)
                .toList();
        return Stream.concat(
                        slow.stream(),
                        span.rises().stream()
                                .filter(rise -> !StatementSpan.isSlow(rise))
                                .sorted(byTime)
                                .limit(most - slow.size()))
                .sorted(byTime)
                .toList();
    }

    private Callers callers(Map<Long, String> known, TimeRange range) {
        if (known.isEmpty()) {
            return new Callers(Map.of(), List.of());
        }
        try {
            List<StatementCallQueries.Caller> found =
                    store.readLong(() -> calls.callers(known.values(), TierSegments.of(range)));
            return new Callers(
                    found.stream().collect(Collectors.groupingBy(StatementCallQueries.Caller::text)), List.of());
        } catch (DatabaseException e) {
            String reason = Objects.requireNonNullElse(e.getMessage(), store.name());
            return new Callers(null, List.of(new Unknown(List.of("endpoints"), reason, null)));
        }
    }

    private static SlowStatements.Row row(
            StatementRise rise, StatementSpan span, @Nullable String text, Callers callers) {
        double seconds = Duration.between(span.from(), span.to()).toMillis() / 1e3;
        Map<String, List<StatementCallQueries.Caller>> byText = callers.byText();
        return new SlowStatements.Row(
                Long.toString(rise.id()),
                text,
                rise.calls(),
                seconds > 0 ? Rounding.three(rise.calls() / seconds) : 0,
                Rounding.three(rise.millis() / rise.calls()),
                Rounding.three(rise.millis()),
                rise.rows(),
                Rounding.two((double) rise.rows() / rise.calls()),
                Rounding.share(rise.millis(), span.millis()),
                StatementSpan.isSlow(rise),
                text == null || byText == null
                        ? null
                        : byText.getOrDefault(text, List.of()).stream()
                                .map(SlowStatements.Caller::of)
                                .toList());
    }
}
