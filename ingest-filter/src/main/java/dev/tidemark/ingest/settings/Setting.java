package dev.tidemark.ingest.settings;

import java.util.Locale;

/**
 * One thing that can be set: by the builder, else by the system property {@link #property()}, else by the environment
 * variable {@link #environmentVariable()}, else it is {@link #defaultValue()}.
 *
 * <p>Beside these, anything of Kafka's producer: the property {@code tidemark.kafka.client.security.protocol} (or the
 * environment variable {@code TIDEMARK_KAFKA_CLIENT_SECURITY_PROTOCOL}) sets {@code security.protocol}.
 */
public enum Setting {
    ENABLED("enabled", "true", "true or false", "Whether anything is published at all."),
    SERVICE_NAME("service-name", "unknown_service", "a name of 1 to 255 characters", "The application's logical name."),
    INSTANCE(
            "instance",
            "",
            "a name of 1 to 255 characters, or nothing for <hostname>-<6 hexadecimal digits>",
            "This process; other than any process before it, as the counters start anew with it."),
    BOOTSTRAP_SERVERS(
            "kafka.bootstrap-servers", "localhost:19092", "host:port[,host:port…]", "Where Kafka is found first."),
    BUFFER_MEMORY(
            "kafka.buffer-memory",
            "8MiB",
            "a size from 1MiB to 1GiB, such as 8MiB",
            "Memory for batches that Kafka has not acknowledged yet."),
    BATCH_SIZE(
            "kafka.batch-size",
            "64KiB",
            "a size from 1KiB to 1MiB, such as 64KiB",
            "How large one batch of events grows."),
    LINGER("kafka.linger", "50ms", "a duration from 0ms to 10s, such as 50ms", "How long a batch waits to fill up."),
    REQUESTS_ENCODING(
            "requests-encoding",
            "json",
            "json or batch",
            "How requests are written: one JSON object a record, or many requests a record in binary."),
    QUEUE_CAPACITY(
            "queue-capacity",
            "16384",
            "a whole number from 64 to 1048576",
            "How many requests, and how many samples, wait at most; rounded up to a power of two."),
    LOG_QUEUE_CAPACITY(
            "log-queue-capacity",
            "8192",
            "a whole number from 64 to 1048576",
            "How many log lines wait at most; rounded up to a power of two."),
    LOG_QUEUE_MEMORY(
            "log-queue-memory",
            "16MiB",
            "a size from 1MiB to 1GiB, such as 16MiB",
            "How much text the waiting log lines hold at most."),
    SKIP_PATHS(
            "skip-paths",
            "/health,/metrics,/prometheus",
            "paths that begin with /, separated by commas, or none",
            "Requests not measured: these paths and all below them (/health/live, not /healthy)."),
    SAMPLE_INTERVAL(
            "sample-interval",
            "5s",
            "a duration from 100ms to 1h, such as 5s, or 0s for none",
            "How often host, JVM and the filter's own counters are sampled; 0s leaves only the counters, every 5s."),
    REDACT("redact", "true", "true or false", "Whether secrets and personal data are taken out of log lines."),
    CLOSE_TIMEOUT(
            "close-timeout",
            "5s",
            "a duration from 0ms to 5m, such as 5s",
            "How long an orderly end waits for Kafka to take what is still here.");

    private static final String PREFIX = "tidemark.";

    private final String property;
    private final String defaultValue;
    private final String form;
    private final String description;

    Setting(String name, String defaultValue, String form, String description) {
        this.property = PREFIX + name;
        this.defaultValue = defaultValue;
        this.form = form;
        this.description = description;
    }

    /** The system property, such as {@code tidemark.kafka.bootstrap-servers}. */
    public String property() {
        return property;
    }

    /** The environment variable, such as {@code TIDEMARK_KAFKA_BOOTSTRAP_SERVERS}. */
    public String environmentVariable() {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** What it is when nobody sets it, as it would be written. */
    public String defaultValue() {
        return defaultValue;
    }

    /** What is expected, in words. */
    public String form() {
        return form;
    }

    /** What it is for, in one line. */
    public String description() {
        return description;
    }

    IllegalArgumentException wrong(String value) {
        return new IllegalArgumentException(property + "=" + shorten(value) + ": expected " + form);
    }

    private static String shorten(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "…";
    }
}
