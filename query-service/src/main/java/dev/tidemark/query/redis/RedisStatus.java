package dev.tidemark.query.redis;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidemark.query.counters.CounterHistory.Rise;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.lettuce.OwnLookups;
import dev.tidemark.query.lettuce.RedisInfo;
import dev.tidemark.query.range.TimeRange;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The status of the monitored Redis. Unknown figures are null.
 *
 * @param connected whether Redis answered
 * @param memoryUsedMb memory in use, in MiB
 * @param memoryMaxMb memory limit in MiB: {@code maxmemory}, or the memory of the host if {@code maxmemory} is 0 (no limit)
 * @param memoryPercent percentage of {@code memory_max_mb} in use
 * @param keysTotal keys in all databases
 * @param hitRate percentage of the key lookups from {@code counted_from} to {@code counted_to} that found the key; null if there
 *     were no lookups
 * @param evictedKeys keys evicted from {@code counted_from} to {@code counted_to}
 * @param status {@code connected}, {@code disconnected} or {@code unknown} (Redis answered, but rejected the user or INFO)
 * @param memoryLimit the source of {@code memory_max_mb}: {@code maxmemory}, {@code system} or {@code unknown}
 * @param lookups key lookups from {@code counted_from} to {@code counted_to}
 * @param evictedKeysTotal keys evicted since Redis started, or since its statistics were reset
 * @param countedFrom the time of the first of the two counter readings that are compared; later than the start of the requested
 *     span if this service or Redis started later, or if the statistics were reset; null until there are two readings
 * @param countedTo the time of the second counter reading
 * @param details more figures; null if Redis did not answer with them
 * @param unknown the figures that cannot be read, with the reason and the remedy
 * @param detail the reason if Redis is not connected; otherwise null
 * @param comparison the earlier span, if one was asked for: means of what the collector read, and counts
 */
@Serdeable
public record RedisStatus(
        boolean connected,
        @Nullable Double memoryUsedMb,
        @Nullable Double memoryMaxMb,
        @Nullable Double memoryPercent,
        @Nullable Long keysTotal,
        @Nullable Double hitRate,
        @Nullable Long evictedKeys,
        @Nullable Long connectedClients,
        Status status,
        MemoryLimit memoryLimit,
        @Nullable String version,
        @Nullable Long lookups,
        @Nullable Long evictedKeysTotal,
        @Nullable Long opsPerSecond,
        @Nullable Long blockedClients,
        @Nullable Long uptimeSeconds,
        @Nullable Instant countedFrom,
        @Nullable Instant countedTo,
        @Nullable RedisDetails details,
        List<Unknown> unknown,
        @Nullable String detail,
        @Nullable RedisStatus comparison) {
    private static final List<String> FIGURES = List.of(
            "memory_used_mb",
            "memory_max_mb",
            "memory_percent",
            "keys_total",
            "hit_rate",
            "evicted_keys",
            "connected_clients",
            "lookups",
            "evicted_keys_total",
            "ops_per_second",
            "blocked_clients",
            "uptime_seconds",
            "details");

    public RedisStatus {
        unknown = List.copyOf(unknown);
    }

    /** Whether Redis answered. */
    @Serdeable
    public enum Status {
        @JsonProperty("connected")
        CONNECTED("connected"),
        @JsonProperty("disconnected")
        DISCONNECTED("disconnected"),
        @JsonProperty("unknown")
        UNKNOWN("unknown");

        private final String label;

        Status(String label) {
            this.label = label;
        }

        /** The name in the API. */
        @Override
        public String toString() {
            return label;
        }
    }

    /** What limits the memory of Redis. */
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

        /** The name in the API. */
        @Override
        public String toString() {
            return label;
        }
    }

    /**
     * Makes a status from {@code info}.
     *
     * @param rise the increase of its counters over the requested span; null until there are two readings
     */
    static RedisStatus of(RedisInfo info, @Nullable Rise<RedisCounters> rise, @Nullable RedisDetails details) {
        Long used = info.number("used_memory");
        Long limit = info.number("maxmemory");
        MemoryLimit bound = memoryLimit(limit, info.number("total_system_memory"));
        Long max = switch (bound) {
            case MAXMEMORY -> limit;
            case SYSTEM -> info.number("total_system_memory");
            case UNKNOWN -> null;
        };
        Long hits = rise == null ? null : rise.since(RedisCounters::hitsSince);
        Long lookups = rise == null ? null : rise.since(RedisCounters::lookupsSince);
        return new RedisStatus(
                true,
                Rounding.knownMegabytes(used),
                Rounding.knownMegabytes(max),
                used == null || max == null ? null : Rounding.share(used, max),
                info.keys(),
                hits == null || lookups == null ? null : Rounding.share(hits, lookups),
                rise == null ? null : rise.of(RedisCounters::evicted),
                info.number("connected_clients"),
                Status.CONNECTED,
                bound,
                info.text("redis_version"),
                lookups,
                info.number("evicted_keys"),
                info.number("instantaneous_ops_per_sec"),
                info.number("blocked_clients"),
                info.number("uptime_in_seconds"),
                rise == null ? null : rise.first().at(),
                rise == null ? null : rise.last().at(),
                details,
                missing(info),
                null,
                null);
    }

    private static List<Unknown> missing(RedisInfo info) {
        List<String> fields = new ArrayList<>();
        add(fields, info.number("used_memory"), "memory_used_mb");
        add(fields, info.number("maxmemory"), "memory_max_mb");
        add(fields, info.keys(), "keys_total");
        add(fields, RedisCounters.of(info, OwnLookups.Count.NONE), "hit_rate", "lookups", "evicted_keys");
        add(fields, info.number("connected_clients"), "connected_clients");
        return fields.isEmpty()
                ? List.of()
                : List.of(new Unknown(fields, "Redis does not report " + String.join(", ", fields), null));
    }

    private static void add(List<String> fields, @Nullable Object value, String... names) {
        if (value == null) {
            fields.addAll(List.of(names));
        }
    }

    /** If INFO lacks {@code maxmemory}, it is unknown whether there is a limit. */
    private static MemoryLimit memoryLimit(@Nullable Long limit, @Nullable Long system) {
        if (limit == null) {
            return MemoryLimit.UNKNOWN;
        }
        if (limit > 0) {
            return MemoryLimit.MAXMEMORY;
        }
        return system != null && system > 0 ? MemoryLimit.SYSTEM : MemoryLimit.UNKNOWN;
    }

    /** Redis answered, but rejected the user or INFO. */
    static RedisStatus refused(String reason, String remedy) {
        return nothing(true, Status.UNKNOWN, List.of(new Unknown(FIGURES, reason, remedy)), null);
    }

    static RedisStatus away(String detail) {
        return nothing(false, Status.DISCONNECTED, List.of(), detail);
    }

    /**
     * Makes a status of an earlier span.
     *
     * @param history the samples of the span
     * @param unknown why some are missing
     */
    static RedisStatus earlier(RedisHistory history, TimeRange span, List<Unknown> unknown) {
        Long hits = history.sum("hits");
        Long misses = history.sum("misses");
        return new RedisStatus(
                !history.isEmpty(),
                Rounding.knownTwo(history.mean("memory_used_mb")),
                Rounding.knownTwo(history.last("memory_max_mb")),
                Rounding.knownTwo(history.mean("memory_percent")),
                rounded(history.mean("keys_total")),
                RedisHistory.hitRate(hits, misses),
                history.sum("evicted_keys"),
                rounded(history.mean("connected_clients")),
                history.isEmpty() ? Status.UNKNOWN : Status.CONNECTED,
                MemoryLimit.UNKNOWN,
                null,
                hits == null || misses == null ? null : (Long) (hits + misses),
                null,
                rounded(history.mean("commands_per_second")),
                rounded(history.mean("blocked_clients")),
                null,
                span.from(),
                span.to(),
                null,
                unknown,
                null,
                null);
    }

    private static @Nullable Long rounded(@Nullable Double value) {
        return value == null ? null : (Long) Math.round(value);
    }

    /** The same with why the time of a {@code PING} is unknown; null if it is known. */
    RedisStatus with(@Nullable Unknown ping, @Nullable RedisStatus earlier) {
        List<Unknown> all = new ArrayList<>(unknown);
        if (ping != null) {
            all.add(ping);
        }
        return new RedisStatus(
                connected,
                memoryUsedMb,
                memoryMaxMb,
                memoryPercent,
                keysTotal,
                hitRate,
                evictedKeys,
                connectedClients,
                status,
                memoryLimit,
                version,
                lookups,
                evictedKeysTotal,
                opsPerSecond,
                blockedClients,
                uptimeSeconds,
                countedFrom,
                countedTo,
                details,
                all,
                detail,
                earlier);
    }

    private static RedisStatus nothing(
            boolean connected, Status status, List<Unknown> unknown, @Nullable String detail) {
        return new RedisStatus(
                connected,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                status,
                MemoryLimit.UNKNOWN,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                unknown,
                detail,
                null);
    }

    /** Whether all figures that symptoms depend on are known. */
    boolean isJudged() {
        return status == Status.CONNECTED
                && unknown.stream()
                        .noneMatch(figures -> figures.fields().contains("memory_used_mb")
                                || figures.fields().contains("memory_max_mb"));
    }
}
