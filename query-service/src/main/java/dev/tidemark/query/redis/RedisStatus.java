package dev.tidemark.query.redis;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidemark.query.figures.Rounding;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * How the monitored Redis is. All figures are 0 while it does not answer.
 *
 * @param memoryMaxMb its limit: {@code maxmemory}, or the machine's memory where that is 0, which means no limit
 * @param memoryLimit where {@code memoryMaxMb} comes from: {@code maxmemory}, {@code system} or {@code unknown}
 * @param memoryPercent the share of {@code memoryMaxMb} that is used
 * @param hitRate of all look-ups since it started, the share that found a key, in percent
 * @param lookups the look-ups that {@code hitRate} is of
 * @param evictedKeys since it started
 * @param detail why it is not connected
 */
@Serdeable
public record RedisStatus(
        boolean connected,
        double memoryUsedMb,
        double memoryMaxMb,
        double memoryPercent,
        long keysTotal,
        double hitRate,
        long evictedKeys,
        long connectedClients,
        Status status,
        MemoryLimit memoryLimit,
        String version,
        long lookups,
        long opsPerSecond,
        long blockedClients,
        long uptimeSeconds,
        @Nullable String detail) {

    /** Whether it answers. */
    @Serdeable
    public enum Status {
        @JsonProperty("connected")
        CONNECTED("connected"),
        @JsonProperty("disconnected")
        DISCONNECTED("disconnected");

        private final String label;

        Status(String label) {
            this.label = label;
        }

        /** How the API writes it. */
        @Override
        public String toString() {
            return label;
        }
    }

    /** What bounds its memory. */
    @Serdeable
    public enum MemoryLimit {
        @JsonProperty("maxmemory")
        MAXMEMORY("maxmemory"),
        @JsonProperty("system")
        SYSTEM("system"),
        @JsonProperty("unknown")
        UNKNOWN("unknown");

        private final String label;

        MemoryLimit(String label) {
            this.label = label;
        }

        /** How the API writes it. */
        @Override
        public String toString() {
            return label;
        }
    }

    static RedisStatus of(RedisInfo info) {
        long used = info.number("used_memory");
        long limit = info.number("maxmemory");
        long system = info.number("total_system_memory");
        long max = limit > 0 ? limit : system;
        long hits = info.number("keyspace_hits");
        long lookups = hits + info.number("keyspace_misses");
        return new RedisStatus(
                true,
                Rounding.megabytes(used),
                Rounding.megabytes(max),
                Rounding.percent(used, max),
                info.keys(),
                Rounding.percent(hits, lookups),
                info.number("evicted_keys"),
                info.number("connected_clients"),
                Status.CONNECTED,
                memoryLimit(limit, system),
                info.text("redis_version"),
                lookups,
                info.number("instantaneous_ops_per_sec"),
                info.number("blocked_clients"),
                info.number("uptime_in_seconds"),
                null);
    }

    private static MemoryLimit memoryLimit(long limit, long system) {
        if (limit > 0) {
            return MemoryLimit.MAXMEMORY;
        }
        return system > 0 ? MemoryLimit.SYSTEM : MemoryLimit.UNKNOWN;
    }

    static RedisStatus away(String detail) {
        return new RedisStatus(
                false, 0, 0, 0, 0, 0, 0, 0, Status.DISCONNECTED, MemoryLimit.UNKNOWN, "", 0, 0, 0, 0, detail);
    }
}
