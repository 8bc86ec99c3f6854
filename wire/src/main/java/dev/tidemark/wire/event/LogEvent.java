package dev.tidemark.wire.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One log line, as it stands on {@code tidemark.logs.v1}. Immutable.
 *
 * @param timestampMicros when it was logged, in microseconds since the epoch (UTC)
 * @param service the logical name of the application
 * @param instance the process that logged it; the record's key, so that the order of an instance is kept
 * @param level the severity
 * @param logger the logger's name
 * @param thread the thread's name
 * @param message the formatted line, after redaction
 * @param traceId the W3C trace id, 32 lower-case hexadecimal digits
 * @param spanId the W3C span id, 16 lower-case hexadecimal digits
 * @param errorType the class of the logged exception
 * @param stackTrace the logged exception's stack trace
 * @param fields what else the line carries: MDC entries and key-value pairs; copied, in the order given
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

    /** OpenTelemetry's name of a service that did not say its own. */
    public static final String UNKNOWN_SERVICE = "unknown_service";

    public LogEvent {
        fields = Entries.asGiven(fields);
    }
}
