package dev.tidemark.query.redis;

import dev.tidemark.query.lettuce.RedisInfo;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Counters of Redis since it started, or since CONFIG RESETSTAT.
 *
 * @param run the run id, which changes when Redis restarts
 * @param commands all commands; grows with every reading, so a lower value shows that the counters were reset
 */
record RedisCounters(String run, long commands, long hits, long misses, long evicted) {

    /** Returns the counters in {@code info}; null if any of them is missing. */
    static @Nullable RedisCounters of(RedisInfo info) {
        Long commands = info.number("total_commands_processed");
        Long hits = info.number("keyspace_hits");
        Long misses = info.number("keyspace_misses");
        Long evicted = info.number("evicted_keys");
        if (commands == null || hits == null || misses == null || evicted == null) {
            return null;
        }
        return new RedisCounters(Objects.requireNonNullElse(info.text("run_id"), ""), commands, hits, misses, evicted);
    }

    boolean continues(RedisCounters earlier) {
        return run.equals(earlier.run)
                && commands >= earlier.commands
                && hits >= earlier.hits
                && misses >= earlier.misses
                && evicted >= earlier.evicted;
    }

    long lookups() {
        return hits + misses;
    }
}
