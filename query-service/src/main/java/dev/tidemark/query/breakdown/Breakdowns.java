package dev.tidemark.query.breakdown;

import dev.tidemark.query.breakdown.CallReader.Called;
import dev.tidemark.query.breakdown.PartReader.Measured;
import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.endpoint.ChosenEndpoints;
import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.endpoint.EndpointQuestion;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.range.Comparison;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.range.TimelineSteps;
import dev.tidemark.query.statement.StatementSource;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import dev.tidemark.query.store.Deadline;
import dev.tidemark.wire.parts.PartSums;
import dev.tidemark.wire.parts.PartTotals;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says where the time of the requests of a span went. */
@Singleton
final class Breakdowns {
    private final Database store;
    private final TimeRanges ranges;
    private final PartReader parts;
    private final CallReader calls;
    private final StatementSource statements;
    private final AnswerCache<Key, Breakdown> brief;
    // A day or more moves slowly, and has many windows.
    private final AnswerCache<Key, Breakdown> lasting;

    /** @param shift of the earlier span; null for the span itself */
    private record Key(
            RangeQuery range,
            @Nullable Comparison shift,
            EndpointChoice choice,
            @Nullable Durations durations,
            int most) {}

    private record Read(Measured measured, Map<Long, PartQueries.Step> steps, List<Called> called) {}

    Breakdowns(
            @Named(Databases.STORE) Database store,
            TimeRanges ranges,
            PartReader parts,
            CallReader calls,
            StatementSource statements,
            AnswerCaches caches) {
        this.store = store;
        this.ranges = ranges;
        this.parts = parts;
        this.calls = calls;
        this.statements = statements;
        this.brief = caches.create("breakdowns", Duration.ofSeconds(2), Breakdown::heapBytes);
        this.lasting = caches.create("long_breakdowns", Duration.ofSeconds(30), Breakdown::heapBytes);
    }

    /**
     * The requests of a question, with at most {@code most} of their calls.
     *
     * @param durations only the requests with these; null for all
     */
    Breakdown of(EndpointQuestion question, @Nullable Durations durations, int most) {
        Comparison comparison = question.comparison();
        RangeQuery query = question.range();
        EndpointChoice choice = question.choice();
        Breakdown own = of(new Key(query, null, choice, durations, most));
        return comparison == null ? own : own.comparedWith(of(new Key(query, comparison, choice, durations, most)));
    }

    private Breakdown of(Key key) {
        TimeRange range = ranges.withCalls(key.range, key.shift);
        TimelineSteps steps = TimelineSteps.of(range);
        AnswerCache<Key, Breakdown> cache = steps.areBrief() ? brief : lasting;
        return cache.get(key, () -> answer(range, steps, key, store.readLong(() -> read(range, steps, key))));
    }

    private Read read(TimeRange range, TimelineSteps steps, Key key) {
        Deadline deadline = store.deadline();
        ChosenEndpoints chosen = parts.chosen(key.choice);
        Measured measured = parts.read(range, chosen, deadline);
        Durations durations = key.durations;
        return durations == null
                ? new Read(
                        measured,
                        parts.steps(range, steps, chosen, deadline),
                        calls.read(range, key.choice, key.most, deadline))
                : new Read(measured, parts.steps(range, steps, chosen, durations, deadline), List.of());
    }

    private Breakdown answer(TimeRange range, TimelineSteps steps, Key key, Read read) {
        EndpointChoice choice = key.choice;
        Durations durations = key.durations;
        PartSums sums = read.measured.sums();
        PartTotals totals = durations == null ? sums.total() : durations.totals(sums);
        List<Unknown> unknown = new ArrayList<>();
        Unknown parts = unmeasured(read.measured, totals);
        if (parts != null) {
            unknown.add(parts);
        }
        if (durations != null) {
            unknown.add(new Unknown(
                    List.of("calls", "background"),
                    "calls are not stored by the duration of their request",
                    "ask without min_ms and max_ms"));
        }
        if (read.called.stream().anyMatch(called -> !called.isRead())) {
            unknown.add(new Unknown(
                    List.of("p95_ms"),
                    "the percentiles of further calls would take too long to read",
                    "ask for one endpoint or a shorter span"));
        }
        Map<String, Long> ids = statements(read.called, unknown);
        return new Breakdown(
                range.from(),
                range.to(),
                range.tier().label(),
                choice.service(),
                choice.method(),
                choice.route(),
                durations == null
                        ? null
                        : new Breakdown.Selection(durations.fromMs(), durations.toMs(), totals.measured()),
                Breakdown.Coverage.of(read.measured),
                Parts.of(totals),
                Breakdown.Timeline.of(steps, read.steps),
                Breakdown.Octave.of(sums, durations),
                Calls.of(read.called, false, totals, ids),
                choice.hasBackground() && durations == null ? Calls.of(read.called, true, totals, ids) : null,
                read.measured.skipped(),
                unknown,
                null);
    }

    private static @Nullable Unknown unmeasured(Measured measured, PartTotals totals) {
        if (totals.measured() > 0) {
            return null;
        }
        List<String> fields = List.of("parts");
        if (measured.sums().total().measured() > 0) {
            return new Unknown(fields, "no measured request took so long", null);
        }
        if (measured.requests() > 0) {
            return new Unknown(
                    fields,
                    "the calls of these requests were not measured",
                    "use a version of the filter that measures calls, and leave TIDEMARK_CALLS_ENABLED on");
        }
        return new Unknown(
                fields,
                measured.streams() > 0
                        ? "all requests of this span are streams, whose time is not split"
                        : "there are no requests in this span",
                null);
    }

    private Map<String, Long> statements(List<Called> called, List<Unknown> unknown) {
        Set<String> texts = called.stream()
                .map(Called::sum)
                .filter(Breakdown::isStatement)
                .map(CallQueries.Sum::operation)
                .collect(Collectors.toUnmodifiableSet());
        if (texts.isEmpty()) {
            return Map.of();
        }
        StatementSource.Found found = statements.find(texts, "queryid");
        if (found.unknown() != null) {
            unknown.add(found.unknown());
        }
        return found.ids();
    }
}
