package dev.tidemark.settings;

import static dev.tidemark.settings.Component.PROCESSOR;

import java.time.Duration;

/** How the stream processor writes to PostgreSQL. */
public final class SinkSetting {
    static final SettingGroup GROUP = new SettingGroup("Stream processor: writing to PostgreSQL");

    private static final String SINK = "tidemark.sink.";
    private static final SettingType<Integer> MOST = SettingType.wholeNumber(1, 1_000_000);
    private static final SettingType<Duration> WAIT = SettingType.duration("1ms", "1d");
    private static final SettingType<Duration> INTERVAL = SettingType.duration("0ms", "1d");

    public static final Setting<String> GROUP_PREFIX =
            GROUP.add(Setting.of(SINK + "group", SettingType.text("a name"), "The prefix of the consumer group names.")
                    .readBy("tidemark-sink", PROCESSOR));

    public static final Setting<Integer> BATCH_ROWS =
            GROUP.add(Setting.of(SINK + "batch-rows", MOST, "The maximum number of rows per transaction.")
                    .readBy("20000", PROCESSOR));

    public static final Setting<Long> BATCH_BYTES = GROUP.add(Setting.of(
                    SINK + "batch-bytes",
                    SettingType.size("1B", "256MiB"),
                    "The maximum size of the records in a transaction, in bytes. Their rows may take twice as much memory.")
            .readBy("8MiB", PROCESSOR));

    public static final Setting<Duration> BATCH_INTERVAL = GROUP.add(Setting.of(
                    SINK + "batch-interval", INTERVAL, "The longest time that a row waits for its transaction to fill.")
            .readBy("500ms", PROCESSOR));

    public static final Setting<Duration> ROLLUP_INTERVAL = GROUP.add(Setting.of(
                    SINK + "rollup-interval",
                    INTERVAL,
                    "The same for rollups, which arrive in bursts, one per commit of the topology.")
            .readBy("100ms", PROCESSOR));

    public static final Setting<Duration> SESSION_TIMEOUT = GROUP.add(Setting.of(
                    SINK + "session-timeout",
                    WAIT,
                    "The session timeout: without a heartbeat for this long, Kafka reassigns a sink's partitions to another instance.")
            .readBy("10s", PROCESSOR));

    public static final Setting<Duration> MAX_POLL_INTERVAL = GROUP.add(Setting.of(
                    SINK + "max-poll-interval",
                    WAIT,
                    "The max poll interval: the same for a sink that makes no progress. Must exceed the sum of the PostgreSQL timeouts.")
            .readBy("2m", PROCESSOR));

    public static final Setting<Duration> RETRY_MAX = GROUP.add(
            Setting.of(SINK + "retry-max", WAIT, "The longest pause between two attempts to reach PostgreSQL.")
                    .readBy("10s", PROCESSOR));

    public static final Setting<Duration> HEARTBEAT = GROUP.add(
            Setting.of(SINK + "heartbeat", WAIT, "How often an idle sink updates sink_offset to show that it is alive.")
                    .readBy("5s", PROCESSOR));

    public static final Setting<Long> CACHE_MEMORY = GROUP.add(Setting.of(
                    SINK + "cache-memory",
                    SettingType.size("1MiB", "1TiB"),
                    "The memory that all caches of ids may take together; ids that do not fit are looked up in PostgreSQL.")
            .readBy("60MiB", PROCESSOR));

    public static final Setting<Integer> LIMIT_SERVICES = limit(
            "services", "1000", "The limit of stored services; rows of further ones are stored as service (other).");

    public static final Setting<Integer> LIMIT_ROLLUP_SERVICES = limit(
            "rollup-services",
            "20000",
            "The limit of services that rollups may add; rollups of further ones become dead letters.");

    public static final Setting<Integer> LIMIT_ENDPOINTS = limit(
            "endpoints",
            "2000",
            "The limit of endpoints per service that requests may add; further ones are stored as method and route (other).");

    public static final Setting<Integer> LIMIT_ROLLUP_ENDPOINTS = limit(
            "rollup-endpoints",
            "10000",
            "The limit of endpoints per service that rollups may add; rollups of further ones become dead letters.");

    public static final Setting<Integer> LIMIT_INSTANCES = limit(
            "instances",
            "10000",
            "The limit of stored instances per service; rows of further ones are stored without an instance.");

    public static final Setting<Integer> LIMIT_LABEL_SETS = limit(
            "label-sets",
            "100000",
            "The limit of combinations of endpoint, instance, status and error type per service; rows of further ones are stored without"
                    + " an instance and with error type (other).");

    public static final Setting<Integer> LIMIT_METRICS = limit(
            "metrics",
            "100000",
            "The limit of sample series per service; samples of further ones become dead letters.");

    public static final Setting<Integer> LIMIT_CALLS = limit(
            "calls",
            "5000",
            "The limit of stored operations that a service calls, each counted for each of its endpoints; further ones are stored as target"
                    + " and operation (other).");

    public static final Setting<Integer> LIMIT_ROWS = GROUP.add(Setting.of(
                    SINK + "limit.rows",
                    SettingType.wholeNumber(1_000, 100_000_000),
                    "The limit of rows in each table of names (service, instance, endpoint, label_set, metric, call), in use or not; names beyond it are"
                            + " treated as beyond their own limit. Names that no row points at are deleted every hour.")
            .readBy("2000000", PROCESSOR));

    private SinkSetting() {}

    private static Setting<Integer> limit(String name, String defaultValue, String description) {
        return GROUP.add(Setting.of(SINK + "limit." + name, MOST, description).readBy(defaultValue, PROCESSOR));
    }
}
