package dev.tidemark.query.traces;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.endpoint.ChosenEndpointQueries;
import dev.tidemark.query.endpoint.ChosenEndpoints;
import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.endpoint.EndpointQuestion;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.range.Comparison;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.Retention;
import dev.tidemark.query.range.TierSegments;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import dev.tidemark.query.store.Deadline;
import dev.tidemark.query.traces.TraceQueries.Window;
import dev.tidemark.wire.event.Tier;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the requests that come first. A span may have a hundred million rows: the windows tell where to look, so that a few times ten
 * seconds of rows are read.
 */
@Singleton
final class Traces {
    /** For how long rows are read; each window of them is also bounded by the server's timeout. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Database store;
    private final TimeRanges ranges;
    private final Retention retention;
    private final ChosenEndpointQueries endpoints;
    private final TraceQueries queries;
    private final AnswerCache<Key, TraceList> answers;

    /** @param shift of the earlier span; null for the span itself */
    private record Key(RangeQuery range, @Nullable Comparison shift, EndpointChoice choice, TraceKind kind, int most) {}

    private record Found(List<Trace> traces, boolean complete) {}

    Traces(
            @Named(Databases.STORE) Database store,
            TimeRanges ranges,
            Retention retention,
            ChosenEndpointQueries endpoints,
            TraceQueries queries,
            AnswerCaches caches) {
        this.store = store;
        this.ranges = ranges;
        this.retention = retention;
        this.endpoints = endpoints;
        this.queries = queries;
        this.answers = caches.create("traces", Duration.ofSeconds(4), TraceList::heapBytes);
    }

    TraceList of(EndpointQuestion question, TraceKind kind, int most) {
        Comparison comparison = question.comparison();
        TraceList own = of(new Key(question.range(), null, question.choice(), kind, most));
        return comparison == null
                ? own
                : own.comparedWith(of(new Key(question.range(), comparison, question.choice(), kind, most)));
    }

    private TraceList of(Key key) {
        return answers.get(key, () -> {
            TimeRange range = ranges.of(key.range, key.shift);
            return answer(range, key.kind, store.readLong(() -> read(range, key)));
        });
    }

    private Found read(TimeRange range, Key key) {
        Deadline deadline = store.deadline();
        long end = System.nanoTime() + PATIENCE.toNanos();
        ChosenEndpoints chosen = endpoints.of(key.choice);
        List<Trace> found = new ArrayList<>();
        for (Window window : windows(range, chosen, key, deadline)) {
            if (found.size() == key.most && key.kind.isBehind(window, found.getLast())) {
                break;
            }
            if (System.nanoTime() - end > 0) {
                return new Found(List.copyOf(found), false);
            }
            found.addAll(queries.rows(window, chosen, key.kind, key.most));
            found.sort(key.kind.orderOfTraces());
            if (found.size() > key.most) {
                found.subList(key.most, found.size()).clear();
            }
        }
        return new Found(List.copyOf(found), true);
    }

    /** The windows that come first, each as narrow as it is stored. */
    private List<Window> windows(TimeRange range, ChosenEndpoints chosen, Key key, Deadline deadline) {
        List<Window> windows = queries.windows(TierSegments.of(range), chosen, key.kind, key.most);
        for (Tier wide : List.of(Tier.ONE_HOUR, Tier.ONE_MINUTE)) {
            deadline.check();
            windows = narrower(windows, wide, chosen, key);
        }
        return windows;
    }

    private List<Window> narrower(List<Window> windows, Tier wide, ChosenEndpoints chosen, Key key) {
        Tier narrow = wide == Tier.ONE_HOUR ? Tier.ONE_MINUTE : Tier.TEN_SECONDS;
        List<Segment> segments = windows.stream()
                .filter(window -> window.tier() == wide)
                .map(window -> new Segment(narrow, window.start(), window.end()))
                .toList();
        if (segments.isEmpty()) {
            return windows;
        }
        List<Window> merged = new ArrayList<>(queries.windows(segments, chosen, key.kind, key.most));
        List<Window> parts = List.copyOf(merged);
        for (Window window : windows) {
            // One without narrower windows is older than those are kept.
            if (window.tier() != wide || parts.stream().noneMatch(part -> contains(window, part))) {
                merged.add(window);
            }
        }
        merged.sort(key.kind.orderOfWindows());
        return merged.subList(0, Math.min(key.most, merged.size()));
    }

    private static boolean contains(Window window, Window part) {
        return !part.start().isBefore(window.start()) && part.start().isBefore(window.end());
    }

    private TraceList answer(TimeRange range, TraceKind kind, Found found) {
        List<Unknown> unknown = new ArrayList<>();
        if (!found.complete) {
            unknown.add(new Unknown(
                    List.of("traces"),
                    "reading all requests that may belong here would take too long",
                    "ask for a shorter span or fewer requests"));
        }
        boolean kept = retention
                .byTable()
                .map(tables -> tables.get("request"))
                .map(length -> !range.from().isBefore(range.now().minus(length)))
                .orElse(true);
        if (!kept) {
            unknown.add(new Unknown(
                    List.of("traces"),
                    "the span begins before the oldest stored request",
                    "keep requests for longer: TIDEMARK_RETENTION_REQUESTS"));
        }
        return new TraceList(
                range.from(), range.to(), kind.label(), found.complete && kept, found.traces, unknown, null);
    }
}
