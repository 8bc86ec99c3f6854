package dev.tidemark.settings;

import static dev.tidemark.settings.Component.QUERY_SERVICE;

import java.time.Duration;

/** How often the collector reads the monitored PostgreSQL and Redis. */
public final class CollectorSetting {
    static final SettingGroup GROUP = new SettingGroup("Collector");

    private static final String PREFIX = "tidemark.collector.";

    public static final Setting<Boolean> ENABLED = GROUP.add(Setting.of(
                    PREFIX + "enabled",
                    SettingType.flag(),
                    "Whether this query service may watch the monitored PostgreSQL and Redis; one of all instances does.")
            .readBy("true", QUERY_SERVICE));

    public static final Setting<Duration> SESSIONS_INTERVAL = GROUP.add(Setting.of(
                    PREFIX + "sessions-interval",
                    SettingType.durationOrZero("100ms", "1m"),
                    "How often the sessions of PostgreSQL are read; their averages are published with the counters.")
            .readBy("1s", QUERY_SERVICE));

    public static final Setting<Duration> POSTGRES_INTERVAL = GROUP.add(Setting.of(
                    PREFIX + "postgres-interval",
                    SettingType.durationOrZero("1s", "10m"),
                    "How often PostgreSQL's connections, counters, locks, replication and wraparound are read.")
            .readBy("10s", QUERY_SERVICE));

    public static final Setting<Duration> STATEMENTS_INTERVAL = GROUP.add(Setting.of(
                    PREFIX + "statements-interval",
                    SettingType.durationOrZero("1s", "1h"),
                    "How often pg_stat_statements is read.")
            .readBy("10s", QUERY_SERVICE));

    public static final Setting<Duration> PLANS_INTERVAL = GROUP.add(Setting.of(
                    PREFIX + "plans-interval",
                    SettingType.durationOrZero("1s", "1h"),
                    "How often statements that got slow are explained; those that take most time, ten times less often.")
            .readBy("1m", QUERY_SERVICE));

    public static final Setting<Duration> SIZES_INTERVAL = GROUP.add(Setting.of(
                    PREFIX + "sizes-interval",
                    SettingType.durationOrZero("1s", "1d"),
                    "How often the sizes of databases and of the largest tables and indexes are read.")
            .readBy("1m", QUERY_SERVICE));

    public static final Setting<Duration> REDIS_INTERVAL = GROUP.add(Setting.of(
                    PREFIX + "redis-interval",
                    SettingType.durationOrZero("1s", "10m"),
                    "How often Redis's INFO is read.")
            .readBy("5s", QUERY_SERVICE));

    public static final Setting<Duration> KEYS_INTERVAL = GROUP.add(Setting.of(
                    PREFIX + "keys-interval",
                    SettingType.durationOrZero("1s", "1d"),
                    "How long the collector pauses between two passes over Redis's keys.")
            .readBy("1m", QUERY_SERVICE));

    public static final Setting<Integer> KEYS_PER_PASS = GROUP.add(Setting.of(
                    PREFIX + "keys-per-pass",
                    SettingType.wholeNumber(100, 1_000_000),
                    "The most keys that one pass scans; the next pass continues behind them.")
            .readBy("10000", QUERY_SERVICE));

    private CollectorSetting() {}
}
