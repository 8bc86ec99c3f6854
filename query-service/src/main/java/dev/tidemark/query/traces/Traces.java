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
import dev.tidemark.query.store.DatabaseTimeoutException;
import dev.tidemark.query.store.Databases;
import dev.tidemark.query.traces.TraceQueries.Window;
import dev.tidemark.wire.event.Tier;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the requests that come first. A span may have a hundred million rows: the windows tell where to look, so that a few times ten
 * seconds of rows are read.
 */
@Singleton
final class Traces {
    private static final Logger LOG = LoggerFactory.getLogger(Traces.class);

    /** After that, no further window is looked into; each look is also bounded by the server's timeout. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Database store;
    private final TimeRanges ranges;
    private final Retention retention;
    private final ChosenEndpointQueries endpoints;
    private final TraceQueries queries;
    private final AnswerCache<Key, TraceList> answers;

    /** @param shift of the earlier span; null for the span itself */
    private record Key(RangeQuery range, @Nullable Comparison shift, EndpointChoice choice, TraceKind kind, int most) {}

    /** @param left what was not read; null if all was read that may belong here */
    private record Found(List<Trace> traces, @Nullable String left) {}

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
            return answer(range, key.kind, search(range, key));
        });
    }

    private Found search(TimeRange range, Key key) {
        AtomicReference<@Nullable TraceSearch> begun = new AtomicReference<>();
        try {
            store.readLong(() -> {
                long end = System.nanoTime() + PATIENCE.toNanos();
                TraceSearch search = new TraceSearch(key.kind, key.most, () -> System.nanoTime() - end < 0);
                ChosenEndpoints chosen = endpoints.of(key.choice);
                List<Window> first = queries.windows(TierSegments.of(range), chosen, key.kind, key.most);
                begun.set(search);
                search.search(first, new Stored(chosen, key));
                return search;
            });
        } catch (DatabaseTimeoutException e) {
            LOG.debug("The requests that come first took too long", e);
        }
        TraceSearch search = begun.get();
        if (search == null) {
            return new Found(List.of(), "nothing of the span was read");
        }
        Window left = search.left();
        return new Found(search.found(), left == null ? null : key.kind.left(left));
    }

    /** The stored windows and rows. */
    private final class Stored implements TraceSearch.Source {
        private final ChosenEndpoints chosen;
        private final Key key;

        Stored(ChosenEndpoints chosen, Key key) {
            this.chosen = chosen;
            this.key = key;
        }

        @Override
        public List<Window> narrower(Window window) {
            Tier tier = window.tier() == Tier.ONE_HOUR ? Tier.ONE_MINUTE : Tier.TEN_SECONDS;
            return queries.windows(
                    List.of(new Segment(tier, window.start(), window.end())), chosen, key.kind, key.most);
        }

        @Override
        public List<Trace> rows(Window window) {
            return queries.rows(window, chosen, key.kind, key.most);
        }
    }

    private TraceList answer(TimeRange range, TraceKind kind, Found found) {
        List<Unknown> unknown = new ArrayList<>();
        if (found.left != null) {
            unknown.add(new Unknown(
                    List.of("traces"),
                    "reading all requests that may belong here would take too long: " + found.left,
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
                range.from(), range.to(), kind.label(), found.left == null && kept, found.traces, unknown, null);
    }
}
