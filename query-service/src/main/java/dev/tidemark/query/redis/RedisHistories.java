package dev.tidemark.query.redis;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.range.Comparison;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.samples.SampleHistories;
import dev.tidemark.query.samples.SampleQuery;
import dev.tidemark.query.samples.SampleSpan;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.event.MetricType;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what Redis did over a span: from the collector's samples and from the filter's calls. */
@Singleton
final class RedisHistories {
    static final String COLLECTOR = "tidemark-collector";

    private static final Duration BRIEF = Duration.ofSeconds(5);
    private static final Duration LASTING = Duration.ofSeconds(30);
    private static final long BRIEF_STEP = 60;

    private final Database store;
    private final TimeRanges ranges;
    private final SampleHistories samples;
    private final RedisLookups lookups;
    private final RedisReports reports;
    private final AnswerCache<Key, RedisStats> cache;

    private record Key(RangeQuery range, @Nullable String service) {}

    RedisHistories(
            @Named(Databases.STORE) Database store,
            TimeRanges ranges,
            SampleHistories samples,
            RedisLookups lookups,
            RedisReports reports,
            AnswerCaches caches) {
        this.store = store;
        this.ranges = ranges;
        this.samples = samples;
        this.lookups = lookups;
        this.reports = reports;
        this.cache = caches.create(
                "redis_histories",
                stats -> stats.bucketSeconds() <= BRIEF_STEP ? BRIEF : LASTING,
                RedisStats::heapBytes);
    }

    /** @param service whose calls are added up; null means all. The samples are those of Redis itself */
    RedisStats of(RangeQuery query, @Nullable String service, @Nullable Comparison comparison) {
        RedisStats stats = of(query, service);
        return comparison == null ? stats : stats.with(of(ranges.earlier(query, comparison), service));
    }

    private RedisStats of(RangeQuery query, @Nullable String service) {
        TimeRange range = ranges.withCalls(query);
        return cache.get(new Key(query, service), () -> read(range, service));
    }

    /** Returns a status with counters over a span, and perhaps the earlier one from the samples. */
    RedisStatus status(RangeQuery query, @Nullable Comparison comparison) {
        RedisStatus status = reports.status(ranges.of(query));
        if (comparison == null) {
            return status;
        }
        TimeRange span = ranges.of(ranges.earlier(query, comparison));
        RedisHistory history = samples(span);
        return status.with(null, RedisStatus.earlier(history, span, unknown(history)));
    }

    private RedisHistory samples(TimeRange range) {
        return RedisHistory.of(
                samples.of(query(RedisHistory.COUNTED), range),
                samples.of(query(RedisHistory.GAUGES).thinOut(), range),
                reports.address());
    }

    private RedisStats read(TimeRange range, @Nullable String service) {
        RedisHistory history = samples(range);
        var commands = RedisHistory.commands(
                samples.of(query(List.of(RedisHistory.CALLS, RedisHistory.TIME)), range), reports.address());
        RedisLookups.Found found = store.readLong(() -> lookups.read(range, service, store.deadline()));
        Long hits = history.sum("hits");
        Long misses = history.sum("misses");
        return new RedisStats(
                range.from(),
                range.to(),
                SampleSpan.of(range).step().toSeconds(),
                RedisHistory.hitRate(hits, misses),
                hits,
                misses,
                history.sum("evicted_keys"),
                history.sum("expired_keys"),
                history.sum("rejected_connections"),
                history.sum("restarts"),
                Rounding.knownTwo(history.mean("commands_per_second")),
                history.largest("ping_ms"),
                history.points(),
                commands,
                found.prefixes(),
                found.endpoints(),
                found.truncated(),
                unknown(history, commands.isEmpty(), found),
                null);
    }

    private static SampleQuery query(List<String> names) {
        return SampleQuery.of(MetricType.REDIS.wireName(), names).ofService(COLLECTOR);
    }

    private List<Unknown> unknown(RedisHistory history, boolean noCommands, RedisLookups.Found found) {
        List<Unknown> unknown = unknown(history);
        if (noCommands) {
            unknown.add(reports.whyNoSamples(List.of("commands")));
        }
        if (found.endpoints().isEmpty()) {
            unknown.add(new Unknown(
                    List.of("prefixes", "endpoints"),
                    "no instance with the filter called Redis in this span, or its calls are not measured",
                    "use the filter's integration of the Redis client, and leave TIDEMARK_CALLS_ENABLED on"));
        }
        return unknown;
    }

    private List<Unknown> unknown(RedisHistory history) {
        List<Unknown> unknown = new ArrayList<>();
        if (history.sum("hits") == null) {
            unknown.add(
                    history.counted()
                            ? reports.whyNoSamples(RedisHistory.COUNTED)
                            : new Unknown(
                                    RedisHistory.COUNTED,
                                    "this span has too many readings to add them up",
                                    "ask for a shorter span"));
        }
        if (history.mean("memory_used_mb") == null) {
            unknown.add(reports.whyNoSamples(List.of("points")));
        }
        return unknown;
    }
}
