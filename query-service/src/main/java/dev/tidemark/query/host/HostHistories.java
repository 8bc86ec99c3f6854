package dev.tidemark.query.host;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.host.HostSampleQueries.Step;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimelineSteps;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.metric.Gauge;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what the gauges of the hosts and JVMs were over a span. */
@Singleton
final class HostHistories {
    /** The maximum number of series read. */
    static final int MOST_SERIES = 300;

    /** With wider steps, so many readings of each are enough. */
    private static final int READINGS_OF_STEP = 6;

    /** Steps up to this width have few readings anyway. */
    private static final Duration WIDEST_OF_ALL = Duration.ofSeconds(30);

    private final Database store;
    private final HostSampleQueries queries;
    private final TimeRanges ranges;
    private final AnswerCache<Key, GaugeHistories> cache;

    private record Key(GaugeGroup group, RangeQuery range, HostFilter filter) {}

    HostHistories(
            @Named(Databases.STORE) Database store, HostSampleQueries queries, TimeRanges ranges, AnswerCaches caches) {
        this.store = store;
        this.queries = queries;
        this.ranges = ranges;
        this.cache = caches.create("host_histories", Duration.ofSeconds(5), GaugeHistories::heapBytes);
    }

    /** Without a history, but with the reason, if it cannot be read: the newest readings are worth showing without it. */
    GaugeHistories of(GaugeGroup group, RangeQuery query, HostFilter filter) {
        Span span = Span.of(ranges.of(query));
        try {
            return cache.get(new Key(group, query, filter), () -> read(group, span, filter));
        } catch (DatabaseException e) {
            String reason = Objects.requireNonNullElse(e.getMessage(), store.name());
            return span.histories(List.of(), List.of(new Unknown(List.of("history"), reason, null)));
        }
    }

    private GaugeHistories read(GaugeGroup group, Span span, HostFilter filter) {
        List<String> names = GaugeGroup.names(Stream.of(group.ofHosts(), group.ofInstances())
                .flatMap(Set::stream)
                .filter(gauge -> gauge != Gauge.JVM_INFO)
                .collect(Collectors.toUnmodifiableSet()));
        String service = filter.service();
        String host = filter.host();
        int most = MOST_SERIES + 1;
        return span.histories(
                store.readLong(() -> span.every() == 0
                        ? queries.history(names, span.from(), span.to(), service, host, most, span.step())
                        : queries.thinnedHistory(
                                names, span.from(), span.to(), service, host, most, span.step(), span.every())),
                List.of());
    }

    /** A range in whole steps; {@code every} is 0 if all readings are used. */
    private record Span(Instant from, Instant to, long step, long every) {
        static Span of(TimeRange range) {
            long step = TimelineSteps.of(range).width().toSeconds();
            return new Span(
                    Instant.ofEpochSecond(Math.floorDiv(range.from().getEpochSecond(), step) * step),
                    Instant.ofEpochSecond(-Math.floorDiv(-range.to().getEpochSecond(), step) * step),
                    step,
                    step > WIDEST_OF_ALL.toSeconds() ? step / READINGS_OF_STEP : 0);
        }

        GaugeHistories histories(List<Step> steps, List<Unknown> unknown) {
            boolean truncated = !steps.isEmpty() && steps.getFirst().total() > MOST_SERIES;
            return new GaugeHistories(from, to, step, every, truncated, GaugeHistories.bySource(steps), unknown);
        }
    }
}
