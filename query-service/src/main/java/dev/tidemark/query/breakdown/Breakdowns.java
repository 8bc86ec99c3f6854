package dev.tidemark.query.breakdown;

import dev.tidemark.query.breakdown.CallReader.Called;
import dev.tidemark.query.breakdown.PartReader.Measured;
import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.range.TimelineSteps;
import dev.tidemark.query.statement.StatementSource;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import dev.tidemark.query.store.Deadline;
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

    private record Key(RangeQuery range, EndpointChoice choice, int most) {}

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

    /** The requests of {@code choice} in a span, with at most {@code most} of their calls. */
    Breakdown of(RangeQuery query, EndpointChoice choice, int most) {
        TimeRange range = ranges.withCalls(query);
        TimelineSteps steps = TimelineSteps.of(range);
        AnswerCache<Key, Breakdown> cache = steps.areBrief() ? brief : lasting;
        return cache.get(
                new Key(query, choice, most),
                () -> answer(range, steps, choice, store.readLong(() -> read(range, steps, choice, most))));
    }

    private Read read(TimeRange range, TimelineSteps steps, EndpointChoice choice, int most) {
        Deadline deadline = store.deadline();
        PartQueries.Chosen chosen = parts.chosen(choice);
        return new Read(
                parts.read(range, chosen, deadline),
                parts.steps(range, steps, chosen, deadline),
                calls.read(range, choice, most, deadline));
    }

    private Breakdown answer(TimeRange range, TimelineSteps steps, EndpointChoice choice, Read read) {
        PartTotals totals = read.measured.sums().total();
        List<Unknown> unknown = new ArrayList<>();
        Unknown parts = unmeasured(read.measured, totals);
        if (parts != null) {
            unknown.add(parts);
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
                Breakdown.Coverage.of(read.measured),
                Parts.of(totals),
                Breakdown.Timeline.of(steps, read.steps),
                Breakdown.Octave.of(read.measured.sums()),
                Calls.of(read.called, false, totals, ids),
                choice.hasBackground() ? Calls.of(read.called, true, totals, ids) : null,
                read.measured.skipped(),
                unknown);
    }

    private static @Nullable Unknown unmeasured(Measured measured, PartTotals totals) {
        if (totals.measured() > 0) {
            return null;
        }
        List<String> fields = List.of("parts");
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
