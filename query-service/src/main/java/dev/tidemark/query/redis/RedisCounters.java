package dev.tidemark.query.redis;

import dev.tidemark.query.lettuce.OwnLookups;
import dev.tidemark.query.lettuce.RedisInfo;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Counters of Redis since it started, or since CONFIG RESETSTAT.
 *
 * @param run the run id, which changes when Redis restarts
 * @param expired null if unknown
 * @param own the lookups of this service among hits and misses
 * @param commands all commands; grows with every reading, so a lower value shows that the counters were reset
 */
record RedisCounters(
        String run,
        long commands,
        long hits,
        long misses,
        long evicted,
        @Nullable Long expired,
        OwnLookups.Count own) {

    /**
     * Returns the counters in {@code info}; null if any of them is missing.
     *
     * @param own counted before {@code info} was asked for
     */
    static @Nullable RedisCounters of(RedisInfo info, OwnLookups.Count own) {
        Long commands = info.number("total_commands_processed");
        Long hits = info.number("keyspace_hits");
        Long misses = info.number("keyspace_misses");
        Long evicted = info.number("evicted_keys");
        if (commands == null || hits == null || misses == null || evicted == null) {
            return null;
        }
        return new RedisCounters(
                Objects.requireNonNullElse(info.text("run_id"), ""),
                commands,
                hits,
                misses,
                evicted,
                info.number("expired_keys"),
                own);
    }

    boolean continues(RedisCounters earlier) {
        return run.equals(earlier.run)
                && commands >= earlier.commands
                && hits >= earlier.hits
                && misses >= earlier.misses
                && evicted >= earlier.evicted;
    }

    /** Returns how many keys expired since {@code earlier}; null if unknown. */
    @Nullable Long expiredSince(RedisCounters earlier) {
        return expired == null || earlier.expired == null ? null : (Long) (expired - earlier.expired);
    }

    /** The lookups of others since {@code earlier} that found their key. Own ones can be counted later than Redis counts them. */
    long hitsSince(RedisCounters earlier) {
        return Math.max(0, hits - earlier.hits - (own.hits() - earlier.own.hits()));
    }

    /** All lookups of others since {@code earlier}. */
    long lookupsSince(RedisCounters earlier) {
        return hitsSince(earlier) + Math.max(0, misses - earlier.misses - (own.misses() - earlier.own.misses()));
    }
}
