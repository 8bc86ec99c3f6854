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

    public static final Setting<String> GROUP_PREFIX = GROUP.add(
            Setting.of(SINK + "group", SettingType.text("a name"), "What the names of the consumer groups begin with.")
                    .readBy("tidemark-sink", PROCESSOR));

    public static final Setting<Integer> BATCH_ROWS =
            GROUP.add(Setting.of(SINK + "batch-rows", MOST, "The most rows of a transaction.")
                    .readBy("20000", PROCESSOR));

    public static final Setting<Long> BATCH_BYTES = GROUP.add(Setting.of(
                    SINK + "batch-bytes",
                    SettingType.size("1B", "256MiB"),
                    "The most bytes of records in a transaction.")
            .readBy("8MiB", PROCESSOR));

    public static final Setting<Duration> BATCH_INTERVAL =
            GROUP.add(Setting.of(SINK + "batch-interval", INTERVAL, "The longest a row waits for others.")
                    .readBy("500ms", PROCESSOR));

    public static final Setting<Duration> ROLLUP_INTERVAL = GROUP.add(Setting.of(
                    SINK + "rollup-interval",
                    INTERVAL,
                    "The same for rollups, which come in bursts, one with each commit of the topology.")
            .readBy("100ms", PROCESSOR));

    public static final Setting<Duration> SESSION_TIMEOUT = GROUP.add(Setting.of(
                    SINK + "session-timeout",
                    WAIT,
                    "After how long without a heartbeat Kafka gives a sink's partitions to another instance.")
            .readBy("10s", PROCESSOR));

    public static final Setting<Duration> MAX_POLL_INTERVAL = GROUP.add(Setting.of(
                    SINK + "max-poll-interval",
                    WAIT,
                    "The same for a sink that is alive and makes no progress; must exceed PostgreSQL's timeouts together.")
            .readBy("2m", PROCESSOR));

    public static final Setting<Duration> RETRY_MAX = GROUP.add(
            Setting.of(SINK + "retry-max", WAIT, "The longest pause between two attempts to reach PostgreSQL.")
                    .readBy("10s", PROCESSOR));

    public static final Setting<Duration> HEARTBEAT = GROUP.add(
            Setting.of(SINK + "heartbeat", WAIT, "How often an idle sink writes to sink_offset that it is alive.")
                    .readBy("5s", PROCESSOR));

    public static final Setting<Integer> LIMIT_SERVICES =
            limit("services", "1000", "How many services are stored; the rest is stored as service (other).");

    public static final Setting<Integer> LIMIT_ROLLUP_SERVICES = limit(
            "rollup-services", "20000", "How many services rollups may add; what is beyond becomes a dead letter.");

    public static final Setting<Integer> LIMIT_ENDPOINTS = limit(
            "endpoints",
            "2000",
            "How many endpoints of a service requests may add; the rest is stored as method and route (other).");

    public static final Setting<Integer> LIMIT_ROLLUP_ENDPOINTS = limit(
            "rollup-endpoints",
            "10000",
            "How many endpoints of a service rollups may add; what is beyond becomes a dead letter.");

    public static final Setting<Integer> LIMIT_INSTANCES = limit(
            "instances",
            "10000",
            "How many instances of a service are stored; rows of the rest are stored without an instance.");

    public static final Setting<Integer> LIMIT_LABEL_SETS = limit(
            "label-sets",
            "100000",
            "How many combinations of endpoint, instance, status and error type a service may have; the rest is stored without"
                    + " its instance and with error type (other).");

    public static final Setting<Integer> LIMIT_METRICS = limit(
            "metrics", "10000", "How many series of samples a service may have; what is beyond becomes a dead letter.");

    private SinkSetting() {}

    private static Setting<Integer> limit(String name, String defaultValue, String description) {
        return GROUP.add(Setting.of(SINK + "limit." + name, MOST, description).readBy(defaultValue, PROCESSOR));
    }
}
