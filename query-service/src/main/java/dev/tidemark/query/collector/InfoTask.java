package dev.tidemark.query.collector;

import dev.tidemark.query.collector.CounterDifferences.Counters;
import dev.tidemark.query.collector.CounterDifferences.Rise;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.lettuce.OwnLookups;
import dev.tidemark.query.lettuce.RedisAwayException;
import dev.tidemark.query.lettuce.RedisInfo;
import dev.tidemark.query.lettuce.RedisLink;
import dev.tidemark.query.lettuce.RedisRefusedException;
import dev.tidemark.wire.event.MetricType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Publishes the figures of Redis's {@code INFO}, and the latency of a {@code PING}. */
final class InfoTask implements Task {
    private static final double MEGABYTE = 1 << 20;
    private static final String HITS = "keyspace_hits";
    private static final String MISSES = "keyspace_misses";

    /** Fields of INFO in bytes. */
    private static final Map<String, String> MEGABYTES = Map.of(
            "used_memory", "memory_used_mb",
            "used_memory_rss", "memory_rss_mb",
            "used_memory_peak", "memory_peak_mb",
            "used_memory_dataset", "memory_dataset_mb");

    private static final Map<String, String> NUMBERS = Map.of(
            "connected_clients", "connected_clients",
            "blocked_clients", "blocked_clients",
            "maxclients", "clients_max",
            "mem_fragmentation_ratio", "memory_fragmentation_ratio",
            "connected_slaves", "replicas_count",
            "uptime_in_seconds", "uptime_seconds");

    /** Counters that are published as their increase since the reading before. */
    private static final Map<String, String> INCREASES = Map.of(
            "evicted_keys", "evicted_keys",
            "expired_keys", "expired_keys",
            "rejected_connections", "rejected_connections");

    private static final Map<String, String> RATES = Map.of(
            "total_commands_processed", "commands_per_second",
            "total_connections_received", "connections_per_second");

    private static final Map<String, String> MEGABYTE_RATES = Map.of(
            "total_net_input_bytes", "network_input_mb_per_second",
            "total_net_output_bytes", "network_output_mb_per_second");

    private final Duration interval;
    private final RedisLink link;
    private final OwnLookups own;
    private final CounterDifferences differences = new CounterDifferences();
    private final Remainder hitsOfOthers = new Remainder();
    private final Remainder missesOfOthers = new Remainder();
    private @Nullable String lastRun;

    InfoTask(CollectorSettings settings, RedisLink link, OwnLookups own) {
        this.interval = settings.redis();
        this.link = link;
        this.own = own;
    }

    @Override
    public String name() {
        return "info";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public List<Unknown> run(Samples samples) throws RedisAwayException, RedisRefusedException {
        Duration ping = ping();
        // Before INFO: those that are made meanwhile are corrected by the next reading.
        OwnLookups.Count count = own.count();
        Map<String, Double> ours = Map.of("own_hits", (double) count.hits(), "own_misses", (double) count.misses());
        RedisInfo info;
        try {
            info = link.info();
        } catch (RedisRefusedException e) {
            connected(samples, ping);
            throw e;
        }
        connected(samples, ping);
        gauges(samples, info);
        Map<String, Double> counters = new HashMap<>(ours);
        for (Map<String, String> group :
                List.of(INCREASES, RATES, MEGABYTE_RATES, Map.of(HITS, HITS, MISSES, MISSES))) {
            group.keySet().forEach(field -> {
                Double value = info.decimal(field);
                if (value != null) {
                    counters.put(field, value);
                }
            });
        }
        String run = Objects.requireNonNullElse(info.text("run_id"), "");
        List<Rise> rises = differences.next(System.nanoTime(), List.of(new Counters(Map.of(), run, counters)));
        if (rises.isEmpty()) {
            forgetRemainders();
        }
        restarts(samples, run);
        rises.forEach(rise -> rise(samples, rise));
        return List.of();
    }

    /** Also while Redis was away in between: this task keeps the last run until it is no longer elected. */
    private void restarts(Samples samples, String run) {
        if (lastRun != null) {
            samples.add(MetricType.REDIS, "restarts", lastRun.equals(run) ? 0 : 1);
        }
        lastRun = run;
    }

    private static void connected(Samples samples, Duration ping) {
        samples.add(MetricType.REDIS, "connected", 1);
        samples.add(MetricType.REDIS, "ping_ms", Rounding.millis(ping.toNanos() / 1e3));
    }

    private Duration ping() throws RedisAwayException, RedisRefusedException {
        // The first one would include the connecting.
        link.ask("ping", commands -> commands.ping());
        long begin = System.nanoTime();
        link.ask("ping", commands -> commands.ping());
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static void gauges(Samples samples, RedisInfo info) {
        NUMBERS.forEach((field, name) -> samples.add(MetricType.REDIS, name, info.decimal(field)));
        MEGABYTES.forEach((field, name) -> samples.add(MetricType.REDIS, name, megabytes(info.decimal(field))));
        Double limit = limit(info);
        Double used = info.decimal("used_memory");
        samples.add(MetricType.REDIS, "memory_max_mb", megabytes(limit));
        if (limit != null && used != null) {
            samples.add(MetricType.REDIS, "memory_percent", Rounding.share(used, limit));
        }
        Long keys = info.keys();
        Long expiring = info.expiringKeys();
        if (keys != null) {
            samples.add(MetricType.REDIS, "keys_total", keys);
        }
        if (keys != null && expiring != null) {
            samples.add(MetricType.REDIS, "keys_with_ttl_percent", Rounding.share(expiring, keys));
        }
    }

    /** The memory at which Redis evicts, or that of the machine if there is no such limit. */
    private static @Nullable Double limit(RedisInfo info) {
        Double max = info.decimal("maxmemory");
        return max == null ? null : max > 0 ? max : info.decimal("total_system_memory");
    }

    private void rise(Samples samples, Rise rise) {
        Map<String, Double> increases = rise.increases();
        INCREASES.forEach((field, name) -> samples.add(MetricType.REDIS, name, increases.get(field)));
        RATES.forEach((field, name) -> {
            if (increases.containsKey(field)) {
                samples.add(MetricType.REDIS, name, rise.perSecond(field));
            }
        });
        MEGABYTE_RATES.forEach((field, name) -> {
            if (increases.containsKey(field)) {
                samples.add(MetricType.REDIS, name, rise.perSecond(field) / MEGABYTE);
            }
        });
        if (increases.containsKey(HITS) && increases.containsKey(MISSES)) {
            double hits = hitsOfOthers.take(rise.of(HITS) - rise.of("own_hits"));
            double misses = missesOfOthers.take(rise.of(MISSES) - rise.of("own_misses"));
            samples.add(MetricType.REDIS, "hits", hits);
            samples.add(MetricType.REDIS, "misses", misses);
            samples.add(MetricType.REDIS, "lookups_per_second", (hits + misses) / rise.seconds());
            Double rate = Rounding.share(hits, hits + misses);
            samples.add(MetricType.REDIS, "hit_rate", rate);
            samples.add(MetricType.REDIS, "hit_rate_percent", rate);
        }
    }

    private static @Nullable Double megabytes(@Nullable Double bytes) {
        return bytes == null ? null : bytes / MEGABYTE;
    }

    @Override
    public void away(Samples samples) {
        samples.add(MetricType.REDIS, "connected", 0);
    }

    @Override
    public void reset() {
        differences.reset();
        lastRun = null;
        forgetRemainders();
    }

    private void forgetRemainders() {
        hitsOfOthers.forget();
        missesOfOthers.forget();
    }

    /**
     * Own lookups can be counted a reading later than Redis counts them. What is more than there is then is subtracted from the next
     * reading.
     */
    static final class Remainder {
        private double left;

        /** Returns what there is of {@code difference}, which may be negative. */
        double take(double difference) {
            double sum = left + difference;
            left = Math.min(0, sum);
            return Math.max(0, sum);
        }

        void forget() {
            left = 0;
        }
    }
}
