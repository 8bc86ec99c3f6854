package dev.tidemark.query.redis;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.lettuce.RedisInfo;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * More figures of {@code INFO} than the summary has. Unknown figures are null.
 *
 * @param pingMs how long a {@code PING} took just now
 * @param memoryFragmentationRatio the memory of the process relative to what Redis uses of it
 * @param evictionPolicy which keys Redis evicts at {@code maxmemory}; {@code noeviction} rejects writes instead
 * @param expiredKeys keys whose time to live ended from {@code counted_from} to {@code counted_to}
 * @param expiredKeysTotal the same since Redis started, or since its statistics were reset
 * @param rejectedConnectionsTotal connections refused because of {@code clients_max}, since the same time
 * @param startedAt when Redis was started, to about a second
 * @param restartedInSpan whether that was in the requested span; counters then begin there
 * @param role {@code master} or {@code slave}, in Redis's words
 * @param primaryLinkUp of a replica: whether it is connected to its primary
 * @param primarySilentSeconds of a replica: how long ago the primary was last heard
 * @param replicas of a primary: its replicas
 * @param lastSaveOk whether the last snapshot and the last write of the append-only file succeeded
 */
@Serdeable
public record RedisDetails(
        @Nullable Double pingMs,
        @Nullable Double memoryRssMb,
        @Nullable Double memoryPeakMb,
        @Nullable Double memoryDatasetMb,
        @Nullable Double memoryFragmentationRatio,
        @Nullable String evictionPolicy,
        @Nullable Long expiredKeys,
        @Nullable Long expiredKeysTotal,
        @Nullable Long rejectedConnectionsTotal,
        @Nullable Long clientsMax,
        @Nullable Long keysWithTtl,
        @Nullable Double networkInputKbPerSecond,
        @Nullable Double networkOutputKbPerSecond,
        @Nullable Instant startedAt,
        @Nullable Boolean restartedInSpan,
        @Nullable String mode,
        @Nullable String role,
        @Nullable Boolean primaryLinkUp,
        @Nullable Long primarySilentSeconds,
        List<Replica> replicas,
        @Nullable Boolean lastSaveOk) {
    private static final int MOST_REPLICAS = 100;

    public RedisDetails {
        replicas = List.copyOf(replicas);
    }

    /**
     * @param behindBytes how much of the replication stream it has not confirmed yet
     * @param lagSeconds how long ago it last confirmed
     */
    @Serdeable
    public record Replica(
            String address,
            @Nullable String state,
            @Nullable Long behindBytes,
            @Nullable Long lagSeconds) {}

    /**
     * @param pingMs null if unknown
     * @param expired null if unknown
     * @param at when {@code info} was read
     * @param from the start of the requested span
     */
    static RedisDetails of(RedisInfo info, @Nullable Double pingMs, @Nullable Long expired, Instant at, Instant from) {
        Long uptime = info.number("uptime_in_seconds");
        Instant started = uptime == null ? null : at.minus(Duration.ofSeconds(uptime));
        return new RedisDetails(
                pingMs,
                Rounding.knownMegabytes(info.number("used_memory_rss")),
                Rounding.knownMegabytes(info.number("used_memory_peak")),
                Rounding.knownMegabytes(info.number("used_memory_dataset")),
                info.decimal("mem_fragmentation_ratio"),
                info.text("maxmemory_policy"),
                expired,
                info.number("expired_keys"),
                info.number("rejected_connections"),
                info.number("maxclients"),
                info.expiringKeys(),
                info.decimal("instantaneous_input_kbps"),
                info.decimal("instantaneous_output_kbps"),
                started,
                started == null ? null : (Boolean) started.isAfter(from),
                info.text("redis_mode"),
                info.text("role"),
                is(info.text("master_link_status"), "up"),
                info.number("master_last_io_seconds_ago"),
                replicas(info),
                saved(info));
    }

    private static @Nullable Boolean is(@Nullable String value, String expected) {
        return value == null ? null : (Boolean) value.equals(expected);
    }

    private static @Nullable Boolean saved(RedisInfo info) {
        Boolean snapshot = is(info.text("rdb_last_bgsave_status"), "ok");
        Boolean file = is(info.text("aof_last_write_status"), "ok");
        return snapshot == null ? file : file == null ? snapshot : (Boolean) (snapshot && file);
    }

    private static List<Replica> replicas(RedisInfo info) {
        List<Replica> replicas = new ArrayList<>();
        Long offset = info.number("master_repl_offset");
        Map<String, String> lines = new TreeMap<>(info.startingWith("slave"));
        lines.forEach((number, line) -> {
            if (number.matches("\\d+") && replicas.size() < MOST_REPLICAS) {
                Double confirmed = RedisInfo.field(line, "offset");
                Double lag = RedisInfo.field(line, "lag");
                replicas.add(new Replica(
                        RedisInfo.text(line, "ip") + ":" + RedisInfo.text(line, "port"),
                        RedisInfo.text(line, "state"),
                        offset == null || confirmed == null ? null : (Long) Math.max(0, offset - confirmed.longValue()),
                        lag == null ? null : (Long) lag.longValue()));
            }
        });
        return replicas;
    }
}
