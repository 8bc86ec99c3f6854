package dev.tidemark.settings;

import static dev.tidemark.settings.Component.FILTER;
import static dev.tidemark.settings.Component.PROCESSOR;

import java.time.Duration;
import java.util.List;

/** How the filter behaves inside an application. */
public final class FilterSetting {
    static final SettingGroup GROUP = new SettingGroup("Filter");

    public static final Setting<Boolean> ENABLED =
            GROUP.add(Setting.of("tidemark.enabled", SettingType.flag(), "Whether anything is published at all.")
                    .readBy("true", FILTER));

    public static final Setting<String> SERVICE_NAME =
            GROUP.add(Setting.of("tidemark.service-name", SettingType.name(), "The application's logical name.")
                    .readBy("unknown_service", FILTER));

    public static final Setting<String> INSTANCE = GROUP.add(Setting.of(
                    "tidemark.instance",
                    SettingType.name(),
                    "The name of this process, different from any process before it, because its counters begin at zero;"
                            + " if not set, the host's name and 6 hexadecimal digits.")
            .readBy("", FILTER));

    public static final Setting<String> REQUESTS_ENCODING = GROUP.add(Setting.of(
                    "tidemark.requests-encoding",
                    SettingType.choice("json", "batch"),
                    "How requests are written: one JSON object a record, or many requests a record in binary, a sixth of the bytes.")
            .readBy("json", FILTER));

    public static final Setting<Integer> QUEUE_CAPACITY = GROUP.add(Setting.of(
                    "tidemark.queue-capacity",
                    SettingType.wholeNumber(64, 1 << 20),
                    "How many requests, and how many samples, wait at most before they are dropped and counted; rounded up to a power of two.")
            .readBy("16384", FILTER));

    public static final Setting<Integer> LOG_QUEUE_CAPACITY = GROUP.add(Setting.of(
                    "tidemark.log-queue-capacity",
                    SettingType.wholeNumber(64, 1 << 20),
                    "How many log lines wait at most before they are dropped and counted; rounded up to a power of two.")
            .readBy("8192", FILTER));

    public static final Setting<Long> LOG_QUEUE_MEMORY = GROUP.add(Setting.of(
                    "tidemark.log-queue-memory",
                    SettingType.size("1MiB", "1GiB"),
                    "How much text the waiting log lines hold at most.")
            .readBy("16MiB", FILTER));

    public static final Setting<List<String>> SKIP_PATHS = GROUP.add(Setting.of(
                    "tidemark.skip-paths",
                    SettingType.list("paths that begin with /, separated by commas, or none", "/.+"),
                    "Requests that are not measured: these paths and all below them (/health/live, not /healthy).")
            .readBy("/health,/metrics,/prometheus", FILTER));

    public static final Setting<Duration> SAMPLE_INTERVAL = GROUP.add(Setting.of(
                    "tidemark.sample-interval",
                    SettingType.durationOrZero("100ms", "1h"),
                    "How often the filter samples host, JVM and its own counters (0s leaves only the counters, every 5s), and the processor its counters.")
            .readBy("5s", FILTER, PROCESSOR));

    public static final Setting<Boolean> REDACT = GROUP.add(Setting.of(
                    "tidemark.redact",
                    SettingType.flag(),
                    "Whether secrets and personal data are removed from log lines.")
            .readBy("true", FILTER));

    public static final Setting<Duration> CLOSE_TIMEOUT = GROUP.add(Setting.of(
                    "tidemark.close-timeout",
                    SettingType.duration("0ms", "5m"),
                    "How long an orderly end waits for Kafka to take what is still queued.")
            .readBy("5s", FILTER));

    private FilterSetting() {}
}
