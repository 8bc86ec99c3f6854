package dev.tidemark.settings;

import static dev.tidemark.settings.Component.PROCESSOR;

import java.time.Duration;

/** How long rows are kept, and how much disk space they may take. */
public final class RetentionSetting {
    static final SettingGroup GROUP = new SettingGroup("Retention and disk");

    private static final SettingType<Duration> SPAN = SettingType.duration("1s", "36500d");
    private static final SettingType<Long> BYTES = SettingType.size("0", "8388607TiB");

    public static final Setting<Duration> REQUESTS = retention("requests", "requests", "7d");
    public static final Setting<Duration> LOGS = retention("logs", "log lines", "7d");
    public static final Setting<Duration> SAMPLES = retention("samples", "samples", "30d");
    public static final Setting<Duration> ROLLUPS_10S = retention("rollups-10s", "windows of 10 s", "48h");
    public static final Setting<Duration> ROLLUPS_1M = retention("rollups-1m", "windows of 1 min", "30d");
    public static final Setting<Duration> ROLLUPS_1H = retention("rollups-1h", "windows of 1 h", "400d");

    public static final Setting<Long> MAX_BYTES = Setting.of(
                    "tidemark.storage.max-bytes",
                    BYTES,
                    "The size limit of the database; above it, the oldest raw rows are dropped, one day at a time, and then the oldest windows of 10 s and"
                            + " of 1 min. 0 for no limit.")
            .readBy("0", PROCESSOR);

    public static final Setting<Long> MIN_FREE_BYTES = Setting.of(
                    "tidemark.storage.min-free-bytes",
                    BYTES,
                    "The free space to keep on the disk of the storage path; below it, the oldest rows are dropped, too. 0 for none.")
            .readBy("1GiB", PROCESSOR);

    public static final Setting<String> STORAGE_PATH = Setting.of(
                    "tidemark.storage.path",
                    SettingType.text("an existing directory on PostgreSQL's disk"),
                    "A directory on PostgreSQL's disk, if PostgreSQL runs on this machine; if not set, free space is not checked.")
            .readBy("", PROCESSOR);

    public static final Setting<String> KAFKA_PATH = Setting.of(
                    "tidemark.storage.kafka-path",
                    SettingType.text("a directory"),
                    "Kafka's data directory, if Kafka runs on this machine; its size and free space are then in the metrics.")
            .readBy("", PROCESSOR);

    static {
        for (Setting<?> setting : new Setting<?>[] {
            REQUESTS,
            LOGS,
            SAMPLES,
            ROLLUPS_10S,
            ROLLUPS_1M,
            ROLLUPS_1H,
            MAX_BYTES,
            MIN_FREE_BYTES,
            STORAGE_PATH,
            KAFKA_PATH
        }) {
            GROUP.add(setting);
        }
    }

    private RetentionSetting() {}

    private static Setting<Duration> retention(String name, String what, String defaultValue) {
        return Setting.of(
                        "tidemark.retention." + name,
                        SPAN,
                        "How long " + what + " are kept; expired partitions are dropped.")
                .readBy(defaultValue, PROCESSOR);
    }
}
