package dev.tidemark.wire.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a log line and the names that log encoders give them, the best first. The name that an encoder writes
 * itself comes before names that can also be an application's: an MDC entry called {@code level} does not replace the
 * {@code log.level} of the Elastic Common Schema.
 */
enum LogField {
    TS(
            "@timestamp",
            "ts",
            "timestamp",
            "instant.epochSecond",
            "timestampSeconds",
            "timeMillis",
            "time",
            "date",
            "datetime",
            "asctime"),
    SERVICE(
            "service.name",
            "_service_name",
            "_service.name",
            "service",
            "_service",
            "service_name",
            "serviceName",
            "application",
            "app",
            "kubernetes.labels.app.kubernetes.io/name",
            "kubernetes.labels.app",
            "kubernetes.container_name"),
    INSTANCE(
            "service.node.name",
            "_service_node_name",
            "_service.node.name",
            "instance",
            "service.instance.id",
            "kubernetes.pod_name"),
    LEVEL(
            "log.level",
            "_level_name",
            "level",
            "severity",
            "log_level",
            "loglevel",
            "levelname",
            "level_name",
            "severity_text",
            "lvl",
            "level_value",
            "levelVal"),
    LOGGER("log.logger", "logger_name", "_log_logger", "_log.logger", "loggerName", "_logger", "logger"),
    THREAD(
            "process.thread.name",
            "thread_name",
            "_process_thread_name",
            "_process.thread.name",
            "threadName",
            "_thread",
            "thread"),
    MESSAGE(
            "message",
            "short_message",
            "msg",
            "log",
            "formattedMessage",
            "log_message",
            "event.original",
            "text",
            "body"),
    TRACE_ID(
            "trace.id",
            "trace_id",
            "traceId",
            "_trace_id",
            "_trace.id",
            "_traceId",
            "mdc.trace_id",
            "mdc.traceId",
            "mdc.trace.id",
            "contextMap.trace_id",
            "contextMap.traceId",
            "contextMap.trace.id",
            "labels.trace_id",
            "labels.traceId",
            "labels.trace.id",
            "X-B3-TraceId",
            "mdc.X-B3-TraceId"),
    SPAN_ID(
            "span.id",
            "span_id",
            "spanId",
            "_span_id",
            "_span.id",
            "_spanId",
            "mdc.span_id",
            "mdc.spanId",
            "mdc.span.id",
            "contextMap.span_id",
            "contextMap.spanId",
            "contextMap.span.id",
            "labels.span_id",
            "labels.spanId",
            "labels.span.id",
            "X-B3-SpanId",
            "mdc.X-B3-SpanId"),
    ERROR_TYPE(
            "error.type",
            "_error_type",
            "_error.type",
            "error_type",
            "exception.exception_class",
            "exception.type",
            "throwable_class",
            "err.name"),
    STACK_TRACE(
            "error.stack_trace",
            "_error_stack_trace",
            "_error.stack_trace",
            "stack_trace",
            "exception.stacktrace",
            "exception.stack_trace",
            "stackTrace",
            "stacktrace",
            "throwable",
            "exception",
            "err.stack",
            "_exception.stackTrace",
            "full_message");

    private static final Map<String, Name> NAMES = byName();

    private final List<String> names;

    LogField(String... names) {
        this.names = List.of(names);
    }

    /**
     * What a name means.
     *
     * @param rank smaller is better
     */
    record Name(LogField field, int rank) {}

    private static Map<String, Name> byName() {
        Map<String, Name> all = new HashMap<>();
        for (LogField field : values()) {
            for (int rank = 0; rank < field.names.size(); rank++) {
                all.put(field.names.get(rank), new Name(field, rank));
            }
        }
        return all;
    }

    /** The names, the best first. */
    List<String> names() {
        return names;
    }

    /** The meaning of {@code name}; null if it has none. */
    static @Nullable Name of(String name) {
        return NAMES.get(name);
    }
}
