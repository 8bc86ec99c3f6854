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
 * @param refused commands that were refused because the memory is full; null if unknown, as before Redis 6.2
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
        @Nullable Long refused,
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
                refused(info),
                own);
    }

    /** There is a line for each kind of error that occurred. */
    private static @Nullable Long refused(RedisInfo info) {
        String errors = info.text("errorstat_OOM");
        Double refused = errors == null ? null : RedisInfo.field(errors, "count");
        return info.number("total_error_replies") == null ? null : (Long) (refused == null ? 0 : refused.longValue());
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

    /** Returns how many commands were refused since {@code earlier}; 0 if unknown. */
    long refusedSince(RedisCounters earlier) {
        return refused == null || earlier.refused == null ? 0 : Math.max(0, refused - earlier.refused);
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
