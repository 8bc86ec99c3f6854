package dev.tidemark.wire.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One log line, as published to {@code tidemark.logs.v1}. Immutable.
 *
 * @param timestampMicros when it was logged, in microseconds since the epoch (UTC)
 * @param service the logical name of the application
 * @param instance the process that logged it; the record's key, so that lines of an instance keep their order
 * @param level the severity
 * @param logger the logger's name
 * @param thread the thread's name
 * @param message the formatted line, after redaction
 * @param traceId the W3C trace id, 32 lower-case hexadecimal digits
 * @param spanId the W3C span id, 16 lower-case hexadecimal digits
 * @param errorType the class of the logged exception
 * @param stackTrace the logged exception's stack trace
 * @param fields MDC entries, key-value pairs and other fields of the line; copied, in the order given
 */
public record LogEvent(
        long timestampMicros,
        String service,
        @Nullable String instance,
        LogLevel level,
        @Nullable String logger,
        @Nullable String thread,
        String message,
        @Nullable String traceId,
        @Nullable String spanId,
        @Nullable String errorType,
        @Nullable String stackTrace,
        Map<String, String> fields) {

    /** OpenTelemetry's {@code service.name} for a service without a name. */
    public static final String UNKNOWN_SERVICE = "unknown_service";

    public LogEvent {
        fields = Entries.asGiven(fields);
    }
}
