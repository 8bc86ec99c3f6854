package dev.tidemark.query.redis;

import dev.tidemark.query.counters.CounterHistory.Rise;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Notices that what is needed does not fit in Redis: in the last minute it evicted at least 100 keys, five times as many as usual, and the hit rate is
 * 10 points below the usual one; or it refused at least 10 commands because its memory is full, five times as many as usual, and still does. A cache that is always full
 * evicts all the time, which is no reason. What is usual is that of the hour before it began; after a day, it is what goes on. Thread-safe.
 */
final class EvictionWatch {
    private static final Duration RECENT = Duration.ofMinutes(1);
    /** Whoever gives Redis more memory wants to see at once that it helped. */
    private static final Duration JUST_NOW = Duration.ofSeconds(20);

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration USUAL_AFTER = Duration.ofDays(1);
    private static final Duration LEAST = Duration.ofMinutes(2);
    private static final double EVICTED_PER_MINUTE = 100;
    private static final double REFUSED_PER_MINUTE = 10;
    private static final double TIMES = 5;
    private static final double POINTS = 10;
    private static final long LEAST_LOOKUPS = 50;

    private final BiFunction<Instant, Instant, Optional<Rise<RedisCounters>>> rises;
    private @Nullable Instant since;

    /** @param rises gives the increase of the counters between two times, as near to them as they were read */
    EvictionWatch(BiFunction<Instant, Instant, Optional<Rise<RedisCounters>>> rises) {
        this.rises = rises;
    }

    /**
     * What is lost.
     *
     * @param since when it was first noticed, less the minute that is looked at
     */
    record Loss(Instant since, Rates recent, Rates usual) {
        private boolean isOfEvictions() {
            return recent.hitRate != null
                    && usual.hitRate != null
                    && usual.hitRate - recent.hitRate >= POINTS
                    && recent.evictedPerMinute >= EVICTED_PER_MINUTE
                    && recent.evictedPerMinute >= TIMES * usual.evictedPerMinute;
        }

        /** Whether commands are refused, because nothing is left that may be evicted. */
        boolean isOfRefusals() {
            return recent.refusedPerMinute >= REFUSED_PER_MINUTE
                    && recent.refusedPerMinute >= TIMES * usual.refusedPerMinute;
        }
    }

    /**
     * How often in a span.
     *
     * @param refusedPerMinute 0 if unknown
     * @param hitRate the percentage of the lookups that found their key; null if there were few
     */
    record Rates(
            double evictedPerMinute,
            double refusedPerMinute,
            @Nullable Double hitRate) {
        Rates withoutRefusals() {
            return new Rates(evictedPerMinute, 0, hitRate);
        }
    }

    /** What is lost at present; empty if nothing is, or if it is not known what is usual. */
    synchronized Optional<Loss> loss(Instant now) {
        Instant began = since;
        if (began != null && began.isBefore(now.minus(USUAL_AFTER))) {
            began = null;
        }
        Instant onset = began == null ? now.minus(RECENT) : began;
        Rise<RedisCounters> recent = rises.apply(now.minus(RECENT), now).orElse(null);
        Rise<RedisCounters> usual = rises.apply(onset.minus(HOUR), onset).orElse(null);
        if (recent == null || usual == null || length(usual).compareTo(LEAST) < 0) {
            since = null;
            return Optional.empty();
        }
        Rates rates = rates(recent);
        Loss loss = new Loss(onset, refusesAt(now) ? rates : rates.withoutRefusals(), rates(usual));
        since = loss.isOfRefusals() || loss.isOfEvictions() ? onset : null;
        return since == null ? Optional.empty() : Optional.of(loss);
    }

    private boolean refusesAt(Instant now) {
        return rises.apply(now.minus(JUST_NOW), now)
                .filter(rise -> rise.since(RedisCounters::refusedSince) > 0)
                .isPresent();
    }

    private static Rates rates(Rise<RedisCounters> rise) {
        long lookups = rise.since(RedisCounters::lookupsSince);
        double minutes = Math.max(1, length(rise).toMillis()) / 60_000.0;
        return new Rates(
                rise.of(RedisCounters::evicted) / minutes,
                rise.since(RedisCounters::refusedSince) / minutes,
                lookups < LEAST_LOOKUPS ? null : (Double) (100.0 * rise.since(RedisCounters::hitsSince) / lookups));
    }

    private static Duration length(Rise<RedisCounters> rise) {
        return Duration.between(rise.first().at(), rise.last().at());
    }
}
