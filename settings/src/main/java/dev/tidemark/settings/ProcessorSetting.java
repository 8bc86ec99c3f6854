package dev.tidemark.settings;

import static dev.tidemark.settings.Component.PROCESSOR;

import java.time.Duration;

/** How the stream processor aggregates requests into windows. */
public final class ProcessorSetting {
    static final SettingGroup GROUP = new SettingGroup("Stream processor");

    private static final SettingType<Integer> MOST = SettingType.wholeNumber(1, 1_000_000);
    private static final SettingType<Long> MEMORY = SettingType.size("64KiB", "1TiB");
    private static final SettingType<Duration> SPAN = SettingType.duration("0s", "36500d");

    public static final Setting<String> APPLICATION_ID = GROUP.add(Setting.of(
                    "tidemark.application-id",
                    SettingType.text("a name"),
                    "The Kafka Streams application id; instances with the same id share the work.")
            .readBy("tidemark-processor", PROCESSOR));

    public static final Setting<String> STATE_DIR = GROUP.add(Setting.of(
                    "tidemark.state-dir",
                    SettingType.text("a writable directory"),
                    "The state directory, which holds open windows. Each instance needs its own, and keeps it after a restart.")
            .readBy(".tidemark/processor", PROCESSOR));

    /** Kafka Streams' commit interval is half of this: at least a millisecond, and shorter than the transaction timeout. */
    public static final Setting<Duration> COMMIT_INTERVAL = GROUP.add(Setting.of(
                    "tidemark.commit-interval",
                    SettingType.duration("2ms", "20s"),
                    "The longest that a request waits in both stages together.")
            .readBy("1s", PROCESSOR));

    public static final Setting<Integer> THREADS = GROUP.add(Setting.of(
                    "tidemark.threads", SettingType.wholeNumber(1, 256), "The number of stream threads per instance.")
            .readBy("2", PROCESSOR));

    public static final Setting<Integer> STANDBY_REPLICAS = GROUP.add(Setting.of(
                    "tidemark.standby-replicas",
                    SettingType.wholeNumber(0, 16),
                    "The number of other instances that keep a copy of each window, for a faster failover.")
            .readBy("0", PROCESSOR));

    public static final Setting<Duration> ALLOWED_LATENESS = GROUP.add(Setting.of(
                    "tidemark.allowed-lateness", SPAN, "How far before the broker's time a request may have started.")
            .readBy("24h", PROCESSOR));

    public static final Setting<Duration> ALLOWED_SKEW = GROUP.add(Setting.of(
                    "tidemark.allowed-skew",
                    SPAN,
                    "How far after the broker's time a request may claim to have started.")
            .readBy("5m", PROCESSOR));

    public static final Setting<Integer> MAX_SERIES_PER_SERVICE = GROUP.add(Setting.of(
                    "tidemark.max-series-per-service",
                    MOST,
                    "The series limit per service; requests of further series count as (other).")
            .readBy("2000", PROCESSOR));

    public static final Setting<Integer> MAX_SERIES_PER_PARTITION = GROUP.add(Setting.of(
                    "tidemark.max-series-per-partition",
                    MOST,
                    "The series limit per task, over all services; requests of further series count as their service's (other).")
            .readBy("50000", PROCESSOR));

    public static final Setting<Integer> MAX_SERVICES_PER_PARTITION = GROUP.add(Setting.of(
                    "tidemark.max-services-per-partition",
                    MOST,
                    "The service limit per partition of the requests topic; requests of further services count as service (other).")
            .readBy("1000", PROCESSOR));

    public static final Setting<Long> MAX_SERIES_MEMORY = GROUP.add(Setting.of(
                    "tidemark.max-series-memory",
                    MEMORY,
                    "The memory that the names of the series of a task may take, in each stage; requests of further series count as their"
                            + " service's (other). An eighth of it is for services; requests of further services count as service (other).")
            .readBy("12MiB", PROCESSOR));

    public static final Setting<Duration> SERIES_IDLE_AFTER = GROUP.add(Setting.of(
                    "tidemark.series-idle-after",
                    SPAN,
                    "How long a series must be idle before a new one may take its place.")
            .readBy("24h", PROCESSOR));

    public static final Setting<Duration> SOURCE_RETENTION = GROUP.add(Setting.of(
                    "tidemark.source-retention",
                    SPAN,
                    "The retention of the requests topic; the processor never reads older records.")
            .readBy("7d", PROCESSOR));

    public static final Setting<Integer> MAX_LIVE_DELTAS = GROUP.add(Setting.of(
                    "tidemark.max-live-deltas",
                    MOST,
                    "The number of 10 s windows that a first-stage task holds before it forwards them early.")
            .readBy("10000", PROCESSOR));

    public static final Setting<Integer> MAX_LIVE_WINDOWS = GROUP.add(Setting.of(
                    "tidemark.max-live-windows",
                    SettingType.wholeNumber(3, 1_000_000),
                    "The number of windows that a second-stage task caches in memory; others are read from its store.")
            .readBy("30000", PROCESSOR));

    public static final Setting<Long> MAX_DELTA_MEMORY = GROUP.add(Setting.of(
                    "tidemark.max-delta-memory",
                    MEMORY,
                    "The memory that 10 s windows of all first-stage tasks of an instance may take before they are forwarded early.")
            .readBy("24MiB", PROCESSOR));

    public static final Setting<Long> MAX_WINDOW_MEMORY = GROUP.add(Setting.of(
                    "tidemark.max-window-memory",
                    MEMORY,
                    "The memory that the cached windows of all second-stage tasks of an instance may take.")
            .readBy("72MiB", PROCESSOR));

    private ProcessorSetting() {}
}
