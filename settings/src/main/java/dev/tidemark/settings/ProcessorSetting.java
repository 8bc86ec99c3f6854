package dev.tidemark.settings;

import static dev.tidemark.settings.Component.PROCESSOR;

import java.time.Duration;

/** How the stream processor turns requests into windows. */
public final class ProcessorSetting {
    static final SettingGroup GROUP = new SettingGroup("Stream processor");

    private static final SettingType<Integer> MOST = SettingType.wholeNumber(1, 1_000_000);
    private static final SettingType<Duration> SPAN = SettingType.duration("0s", "36500d");

    public static final Setting<String> APPLICATION_ID = GROUP.add(Setting.of(
                    "tidemark.application-id",
                    SettingType.text("a name"),
                    "The name that the instances sharing the work have in common.")
            .readBy("tidemark-processor", PROCESSOR));

    public static final Setting<String> STATE_DIR = GROUP.add(Setting.of(
                    "tidemark.state-dir",
                    SettingType.text("a folder that can be written"),
                    "The folder for open windows; one for each instance, the same after a restart.")
            .readBy(".tidemark/processor", PROCESSOR));

    /** Half of it is Kafka Streams' commit interval: a millisecond at least, and shorter than a transaction may be. */
    public static final Setting<Duration> COMMIT_INTERVAL = GROUP.add(Setting.of(
                    "tidemark.commit-interval",
                    SettingType.duration("2ms", "20s"),
                    "How long a request waits in the two stages together at most.")
            .readBy("1s", PROCESSOR));

    public static final Setting<Integer> THREADS = GROUP.add(
            Setting.of("tidemark.threads", SettingType.wholeNumber(1, 256), "How many stream threads an instance runs.")
                    .readBy("2", PROCESSOR));

    public static final Setting<Integer> STANDBY_REPLICAS = GROUP.add(Setting.of(
                    "tidemark.standby-replicas",
                    SettingType.wholeNumber(0, 16),
                    "How many other instances keep a copy of each window, so that a take-over is quicker.")
            .readBy("0", PROCESSOR));

    public static final Setting<Duration> ALLOWED_LATENESS = GROUP.add(
            Setting.of("tidemark.allowed-lateness", SPAN, "How far before the broker's time a request may have begun.")
                    .readBy("24h", PROCESSOR));

    public static final Setting<Duration> ALLOWED_SKEW = GROUP.add(Setting.of(
                    "tidemark.allowed-skew", SPAN, "How far after the broker's time a request may claim to have begun.")
            .readBy("5m", PROCESSOR));

    public static final Setting<Integer> MAX_SERIES_PER_SERVICE = GROUP.add(Setting.of(
                    "tidemark.max-series-per-service",
                    MOST,
                    "How many series a service may have; the rest is counted as (other).")
            .readBy("2000", PROCESSOR));

    public static final Setting<Integer> MAX_SERIES_PER_PARTITION = GROUP.add(Setting.of(
                    "tidemark.max-series-per-partition",
                    MOST,
                    "How many series of all services a task may have; the rest is counted as the (other) of its service.")
            .readBy("50000", PROCESSOR));

    public static final Setting<Integer> MAX_SERVICES_PER_PARTITION = GROUP.add(Setting.of(
                    "tidemark.max-services-per-partition",
                    MOST,
                    "How many services a partition of the requests topic may bring; the rest is counted as service (other).")
            .readBy("1000", PROCESSOR));

    public static final Setting<Duration> SERIES_IDLE_AFTER = GROUP.add(Setting.of(
                    "tidemark.series-idle-after",
                    SPAN,
                    "How long a series must have been unseen before another may take its place.")
            .readBy("24h", PROCESSOR));

    public static final Setting<Duration> SOURCE_RETENTION = GROUP.add(Setting.of(
                    "tidemark.source-retention",
                    SPAN,
                    "How long the requests topic keeps a record; no older one is ever read.")
            .readBy("7d", PROCESSOR));

    public static final Setting<Integer> MAX_LIVE_DELTAS = GROUP.add(Setting.of(
                    "tidemark.max-live-deltas",
                    MOST,
                    "How many windows of 10 s a task of the first stage holds before it hands them on early.")
            .readBy("10000", PROCESSOR));

    public static final Setting<Integer> MAX_LIVE_WINDOWS = GROUP.add(Setting.of(
                    "tidemark.max-live-windows",
                    SettingType.wholeNumber(3, 1_000_000),
                    "How many windows a task of the second stage holds in memory; the rest is read from its store.")
            .readBy("10000", PROCESSOR));

    private ProcessorSetting() {}
}
