package dev.tidemark.query.redis;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidemark.query.counters.CounterHistory.Rise;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the monitored Redis is. A figure that is not known is null.
 *
 * @param connected whether it answers
 * @param memoryMaxMb its limit: {@code maxmemory}, or the machine's memory where that is 0, which means no limit
 * @param memoryPercent the share of {@code memoryMaxMb} that is used
 * @param hitRate of the look-ups from {@code countedFrom} to {@code countedTo}, the share that found a key, in percent; null
 *     where there was none
 * @param evictedKeys from {@code countedFrom} to {@code countedTo}
 * @param status {@code connected}, {@code disconnected} or {@code unknown} (it answers, but does not tell how it is)
 * @param memoryLimit where {@code memoryMaxMb} comes from: {@code maxmemory}, {@code system} or {@code unknown}
 * @param lookups the look-ups that {@code hitRate} is of
 * @param evictedKeysTotal since Redis started, or since its statistics were reset
 * @param countedFrom the first of the two readings between which is counted; later than the span's start where this service or
 *     Redis started later, or its statistics were reset; null until there are two readings
 * @param countedTo the second of them
 * @param unknown the figures that cannot be read, why, and the remedy
 * @param detail why it is not connected
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
        List<Unknown> unknown,
        @Nullable String detail) {
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
            "uptime_seconds");

    public RedisStatus {
        unknown = List.copyOf(unknown);
    }

    /** Whether it answers. */
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

    /**
     * What {@code info} tells.
     *
     * @param rise the rise of its counters in the span that was asked for
     */
    static RedisStatus of(RedisInfo info, @Nullable Rise<RedisCounters> rise) {
        Long used = info.number("used_memory");
        Long limit = info.number("maxmemory");
        MemoryLimit bound = memoryLimit(limit, info.number("total_system_memory"));
        Long max = switch (bound) {
            case MAXMEMORY -> limit;
            case SYSTEM -> info.number("total_system_memory");
            case UNKNOWN -> null;
        };
        return new RedisStatus(
                true,
                Rounding.knownMegabytes(used),
                Rounding.knownMegabytes(max),
                used == null || max == null ? null : Rounding.share(used, max),
                info.keys(),
                rise == null ? null : Rounding.share(rise.of(RedisCounters::hits), rise.of(RedisCounters::lookups)),
                rise == null ? null : rise.of(RedisCounters::evicted),
                info.number("connected_clients"),
                Status.CONNECTED,
                bound,
                info.text("redis_version"),
                rise == null ? null : rise.of(RedisCounters::lookups),
                info.number("evicted_keys"),
                info.number("instantaneous_ops_per_sec"),
                info.number("blocked_clients"),
                info.number("uptime_in_seconds"),
                rise == null ? null : rise.first().at(),
                rise == null ? null : rise.last().at(),
                untold(info),
                null);
    }

    private static List<Unknown> untold(RedisInfo info) {
        List<String> fields = new ArrayList<>();
        add(fields, info.number("used_memory"), "memory_used_mb");
        add(fields, info.number("maxmemory"), "memory_max_mb");
        add(fields, info.keys(), "keys_total");
        add(fields, RedisCounters.of(info), "hit_rate", "lookups", "evicted_keys");
        add(fields, info.number("connected_clients"), "connected_clients");
        return fields.isEmpty()
                ? List.of()
                : List.of(new Unknown(fields, "this Redis does not tell them in its answer to INFO", null));
    }

    private static void add(List<String> fields, @Nullable Object value, String... names) {
        if (value == null) {
            fields.addAll(List.of(names));
        }
    }

    /** Without {@code maxmemory} in the answer there may be a limit or not. */
    private static MemoryLimit memoryLimit(@Nullable Long limit, @Nullable Long system) {
        if (limit == null) {
            return MemoryLimit.UNKNOWN;
        }
        if (limit > 0) {
            return MemoryLimit.MAXMEMORY;
        }
        return system != null && system > 0 ? MemoryLimit.SYSTEM : MemoryLimit.UNKNOWN;
    }

    /** It answers, but does not tell how it is. */
    static RedisStatus refused(String reason, String remedy) {
        return nothing(true, Status.UNKNOWN, List.of(new Unknown(FIGURES, reason, remedy)), null);
    }

    static RedisStatus away(String detail) {
        return nothing(false, Status.DISCONNECTED, List.of(), detail);
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
                unknown,
                detail);
    }

    /** Whether everything is known that a symptom is computed from. */
    boolean isJudged() {
        return status == Status.CONNECTED
                && unknown.stream()
                        .noneMatch(figures -> figures.fields().contains("memory_used_mb")
                                || figures.fields().contains("memory_max_mb"));
    }
}
