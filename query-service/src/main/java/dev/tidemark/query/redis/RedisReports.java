package dev.tidemark.query.redis;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.counters.CounterHistory;
import dev.tidemark.query.counters.CounterHistory.Reading;
import dev.tidemark.query.counters.CounterHistory.Rise;
import dev.tidemark.query.lettuce.RedisAwayException;
import dev.tidemark.query.lettuce.RedisInfo;
import dev.tidemark.query.lettuce.RedisLink;
import dev.tidemark.query.lettuce.RedisRefusedException;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the status of the monitored Redis. Failures do not throw: they become the status {@code disconnected} or {@code unknown}.
 * Counters are read every 10 s and kept in memory, so that their increase over a time span can be computed.
 */
@Singleton
public final class RedisReports {
    private static final String KEY = "status";

    private final RedisLink link;
    private final TimeRanges ranges;
    private final Clock clock;
    private final CounterHistory<RedisCounters> history =
            new CounterHistory<>((earlier, later) -> later.continues(earlier));
    private final AnswerCache<String, Answer> cache;

    /** Either {@code info} or {@code failure} is not null. */
    private record Answer(
            @Nullable RedisInfo info,
            @Nullable Reading<RedisCounters> counters,
            @Nullable RedisStatus failure) {}

    RedisReports(RedisLink link, TimeRanges ranges, Clock clock, AnswerCaches caches) {
        this.link = link;
        this.ranges = ranges;
        this.clock = clock;
        this.cache = caches.create("redis", Duration.ofSeconds(1));
    }

    /** The host and port of Redis, without credentials. */
    public String address() {
        return link.address();
    }

    /** Returns a status that is at most 1 s old, with counters over the default period. */
    public RedisStatus status() {
        return status(ranges.of(RangeQuery.period(null)));
    }

    /** Returns a status that is at most 1 s old, with counters over {@code range}. */
    public RedisStatus status(TimeRange range) {
        Answer answer = cache.get(KEY, this::ask);
        if (answer.info() == null) {
            return answer.failure() == null ? RedisStatus.away("no answer") : answer.failure();
        }
        Reading<RedisCounters> newest = answer.counters();
        Rise<RedisCounters> rise = newest == null
                ? null
                : history.between(range.from(), range.to(), newest).orElse(null);
        return RedisStatus.of(answer.info(), rise);
    }

    /** Records the counters, so that later reports can compare with them. */
    @Scheduled(fixedDelay = "10s")
    void sample() {
        Reading<RedisCounters> counters = cache.get(KEY, this::ask).counters();
        if (counters != null) {
            history.add(counters);
        }
    }

    private Answer ask() {
        try {
            RedisInfo info = link.info();
            RedisCounters counters = RedisCounters.of(info);
            return new Answer(
                    info,
                    counters == null ? null : new Reading<>(clock.instant().truncatedTo(ChronoUnit.MILLIS), counters),
                    null);
        } catch (RedisAwayException e) {
            return new Answer(null, null, RedisStatus.away(String.valueOf(e.getMessage())));
        } catch (RedisRefusedException e) {
            return new Answer(null, null, RedisStatus.refused(String.valueOf(e.getMessage()), e.remedy()));
        }
    }

    /** Returns the status to show when Redis could not be queried. */
    public static RedisStatus unknown(String reason) {
        return RedisStatus.away(reason);
    }
}
