package dev.tidemark.query.redis;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.counters.CounterHistory;
import dev.tidemark.query.counters.CounterHistory.Reading;
import dev.tidemark.query.counters.CounterHistory.Rise;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.lettuce.OwnLookups;
import dev.tidemark.query.lettuce.RedisAwayException;
import dev.tidemark.query.lettuce.RedisInfo;
import dev.tidemark.query.lettuce.RedisLink;
import dev.tidemark.query.lettuce.RedisRefusedException;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the status of the monitored Redis. Failures do not throw: they become the status {@code disconnected} or {@code unknown}.
 * Counters are read every 10 s and kept in memory, so that their increase over a time span can be computed.
 */
@Singleton
public final class RedisReports {
    private static final String KEY = "status";

    private final RedisLink link;
    private final OwnLookups own;
    private final TimeRanges ranges;
    private final Clock clock;
    private final CounterHistory<RedisCounters> history =
            new CounterHistory<>((earlier, later) -> later.continues(earlier));
    private final AnswerCache<String, Answer> cache;
    private final EvictionWatch evictions = new EvictionWatch(this::rise);

    /** Either {@code info} or {@code failure} is not null. */
    private record Answer(
            @Nullable RedisInfo info,
            @Nullable Double pingMs,
            @Nullable Unknown ping,
            Instant at,
            @Nullable Reading<RedisCounters> counters,
            @Nullable RedisStatus failure) {}

    RedisReports(RedisLink link, OwnLookups own, TimeRanges ranges, Clock clock, AnswerCaches caches) {
        this.link = link;
        this.own = own;
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
        Long expired = rise == null
                ? null
                : rise.last().counters().expiredSince(rise.first().counters());
        return RedisStatus.of(
                        answer.info(),
                        rise,
                        RedisDetails.of(answer.info(), answer.pingMs(), expired, answer.at(), range.from()))
                .with(answer.ping(), null);
    }

    /** Returns what Redis throws away at present although it is needed. */
    Optional<EvictionWatch.Loss> evictions() {
        return evictions.loss(clock.instant());
    }

    private Optional<Rise<RedisCounters>> rise(Instant from, Instant to) {
        Reading<RedisCounters> newest = cache.get(KEY, this::ask).counters();
        return newest == null ? Optional.empty() : history.between(from, to, newest);
    }

    /** Returns why there are no samples of {@code fields} in a span. */
    Unknown whyNoSamples(List<String> fields) {
        RedisStatus now = status();
        String detail = now.detail();
        if (detail != null) {
            return new Unknown(fields, detail, null);
        }
        return now.unknown().stream()
                .filter(unknown -> now.status() == RedisStatus.Status.UNKNOWN)
                .findFirst()
                .map(unknown -> new Unknown(fields, unknown.reason(), unknown.remedy()))
                .orElseGet(() -> new Unknown(
                        fields,
                        "the collector has no samples of Redis at " + address() + " in this span",
                        "see collector at /health/detailed; TIDEMARK_COLLECTOR_ENABLED turns it on"));
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
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        try {
            OwnLookups.Count ours = own.count();
            RedisInfo info = link.info();
            RedisCounters counters = RedisCounters.of(info, ours);
            Reading<RedisCounters> reading = counters == null ? null : new Reading<>(at, counters);
            try {
                return new Answer(info, ping(), null, at, reading, null);
            } catch (RedisRefusedException e) {
                return new Answer(info, null, noPing(e.getMessage(), e.remedy()), at, reading, null);
            } catch (RedisAwayException e) {
                return new Answer(info, null, noPing(e.getMessage(), null), at, reading, null);
            }
        } catch (RedisAwayException e) {
            return failed(RedisStatus.away(String.valueOf(e.getMessage())), at);
        } catch (RedisRefusedException e) {
            return failed(RedisStatus.refused(String.valueOf(e.getMessage()), e.remedy()), at);
        }
    }

    private static Answer failed(RedisStatus failure, Instant at) {
        return new Answer(null, null, null, at, null, failure);
    }

    private static Unknown noPing(@Nullable String reason, @Nullable String remedy) {
        return new Unknown(List.of("ping_ms"), String.valueOf(reason), remedy);
    }

    /** After INFO, so that the connection is open. */
    private double ping() throws RedisAwayException, RedisRefusedException {
        long begin = System.nanoTime();
        link.ask("ping", RedisAsyncCommands::ping);
        return Rounding.millis((System.nanoTime() - begin) / 1e3);
    }

    /** Returns the status to show when Redis could not be queried. */
    public static RedisStatus unknown(String reason) {
        return RedisStatus.away(reason);
    }
}
