package dev.tidemark.settings;

import static dev.tidemark.settings.Component.FILTER;
import static dev.tidemark.settings.Component.PROCESSOR;

import java.time.Duration;
import java.util.List;

/** How the filter behaves inside an application. */
public final class FilterSetting {
    static final SettingGroup GROUP = new SettingGroup("Filter");

    public static final Setting<Boolean> ENABLED =
            GROUP.add(Setting.of("tidemark.enabled", SettingType.flag(), "Whether the filter publishes anything.")
                    .readBy("true", FILTER));

    public static final Setting<String> SERVICE_NAME = GROUP.add(Setting.of(
                    "tidemark.service-name",
                    SettingType.name(),
                    "The application's logical name; if not set, the next setting, then the application name of the framework (spring.application.name, micronaut.application.name).")
            .readBy("unknown_service", FILTER));

    public static final Setting<String> OTEL_SERVICE_NAME = GROUP.add(Setting.of(
                    "otel.service.name",
                    SettingType.name(),
                    "OpenTelemetry's name of the application, used if tidemark.service-name is not set.")
            .readBy("", FILTER));

    public static final Setting<String> INSTANCE = GROUP.add(Setting.of(
                    "tidemark.instance",
                    SettingType.name(),
                    "The name of this process. Each start needs a new name, because its counters restart at zero;"
                            + " the default is the host name and 6 hexadecimal digits.")
            .readBy("", FILTER));

    public static final Setting<String> REQUESTS_ENCODING = GROUP.add(Setting.of(
                    "tidemark.requests-encoding",
                    SettingType.choice("json", "batch"),
                    "How requests are encoded: json (one JSON object per record) or batch (many requests per record, in binary, with a sixth of the bytes).")
            .readBy("json", FILTER));

    public static final Setting<Integer> QUEUE_CAPACITY = GROUP.add(Setting.of(
                    "tidemark.queue-capacity",
                    SettingType.wholeNumber(64, 1 << 20),
                    "The capacity of the request queue and of the sample queue; when a queue is full, events are dropped and counted. Rounded up to a power of two.")
            .readBy("16384", FILTER));

    public static final Setting<Integer> LOG_QUEUE_CAPACITY = GROUP.add(Setting.of(
                    "tidemark.log-queue-capacity",
                    SettingType.wholeNumber(64, 1 << 20),
                    "The capacity of the log queue; when it is full, lines are dropped and counted. Rounded up to a power of two.")
            .readBy("8192", FILTER));

    public static final Setting<Long> LOG_QUEUE_MEMORY = GROUP.add(Setting.of(
                    "tidemark.log-queue-memory",
                    SettingType.size("1MiB", "1GiB"),
                    "The most text that the log queue holds.")
            .readBy("16MiB", FILTER));

    public static final Setting<List<String>> SKIP_PATHS = GROUP.add(Setting.of(
                    "tidemark.skip-paths",
                    SettingType.list("paths that begin with /, separated by commas, or none", "/.+"),
                    "Paths whose requests are not measured, with all paths below them (/health covers /health/live, not /healthy).")
            .readBy("/actuator,/health,/metrics,/prometheus,/q/health,/q/metrics", FILTER));

    public static final Setting<Boolean> CALLS_ENABLED = GROUP.add(Setting.of(
                    "tidemark.calls.enabled",
                    SettingType.flag(),
                    "Whether the filter measures the calls that an application makes: statements, waits for connections, Redis, HTTP.")
            .readBy("true", FILTER));

    public static final Setting<Integer> CALLS_MAX_OPERATIONS = GROUP.add(Setting.of(
                    "tidemark.calls.max-operations",
                    SettingType.wholeNumber(10, 100_000),
                    "The most operations, each counted once for each endpoint that makes it, whose calls are added up in ten seconds; calls of further ones count as (other) of their endpoint.")
            .readBy("1000", FILTER));

    public static final Setting<List<String>> CALLS_REDIS_PREFIXES = GROUP.add(Setting.of(
                    "tidemark.calls.redis-prefixes",
                    SettingType.list(
                            "patterns of keys, in which * stands for any characters, separated by commas, or none",
                            "\\S+"),
                    "How the keys of Redis are named in calls, such as product:*,user:*:cart; the first pattern that a key matches counts."
                            + " Patterns of other keys are recognised.")
            .readBy("none", FILTER));

    public static final Setting<Duration> SAMPLE_INTERVAL = GROUP.add(Setting.of(
                    "tidemark.sample-interval",
                    SettingType.durationOrZero("100ms", "1h"),
                    "How often the filter samples the host, the JVM and its counters (0s: only the counters, every 5s), and the processor its counters.")
            .readBy("5s", FILTER, PROCESSOR));

    public static final Setting<Boolean> REDACT = GROUP.add(Setting.of(
                    "tidemark.redact",
                    SettingType.flag(),
                    "Whether the filter removes secrets and personal data from log lines.")
            .readBy("true", FILTER));

    public static final Setting<List<String>> REDACT_KEYS = GROUP.add(Setting.of(
                    "tidemark.redact-keys",
                    SettingType.list("names with letters, separated by commas, or none", ".*\\p{L}.*"),
                    "Names of keys whose values the filter removes from log lines besides those that it knows, in any case and with any separators.")
            .readBy("none", FILTER));

    public static final Setting<String> REDACT_PATTERNS = GROUP.add(Setting.of(
                    "tidemark.redact-patterns",
                    SettingType.text(
                            "NAME=PATTERN, several separated by spaces, such as acme-key=acme_[A-Za-z0-9]{20,40}",
                            "(?:[\\w.-]{1,80}=\\S+(?: +[\\w.-]{1,80}=\\S+)*)?"),
                    "Forms of words that the filter removes from log lines besides those that it knows.")
            .readBy("", FILTER));

    public static final Setting<Duration> CLOSE_TIMEOUT = GROUP.add(Setting.of(
                    "tidemark.close-timeout",
                    SettingType.duration("0ms", "5m"),
                    "How long a shutdown waits for Kafka to accept the queued events.")
            .readBy("5s", FILTER));

    private FilterSetting() {}
}
