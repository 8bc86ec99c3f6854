package dev.tidemark.ingest.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import dev.tidemark.ingest.settings.Settings;
import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** Converts logback events to log events. */
final class LogLines {
    private LogLines() {}

    static LogEvent of(ILoggingEvent line, Settings settings) {
        Map<String, String> mdc = line.getMDCPropertyMap();
        IThrowableProxy thrown = line.getThrowableProxy();
        String message = line.getFormattedMessage();
        TraceContext trace = trace(mdc);
        return new LogEvent(
                micros(line),
                settings.serviceName(),
                settings.instance(),
                LogLevel.of(line.getLevel().toString()),
                line.getLoggerName(),
                line.getThreadName(),
                message == null ? "null" : message,
                trace == null ? mdc.get(TraceContext.MDC_TRACE_ID) : trace.traceId(),
                trace == null ? mdc.get(TraceContext.MDC_SPAN_ID) : trace.spanId(),
                thrown == null ? null : thrown.getClassName(),
                thrown == null ? null : StackTraces.of(thrown),
                fields(mdc, line));
    }

    /** The innermost span, if the ids in the MDC are the filter's; null if they are others', or there is no request. */
    private static @Nullable TraceContext trace(Map<String, String> mdc) {
        TraceContext current = TraceContext.current();
        return current != null
                        && current.traceId().equals(mdc.get(TraceContext.MDC_TRACE_ID))
                        && current.spanId().equals(mdc.get(TraceContext.MDC_SPAN_ID))
                ? current.innermost()
                : null;
    }

    private static long micros(ILoggingEvent line) {
        Instant instant = line.getInstant();
        return instant == null ? line.getTimeStamp() * 1000 : Timestamps.toMicros(instant);
    }

    /** Markers, structured arguments and key-value pairs of the line override MDC entries of the same name. */
    private static Map<String, String> fields(Map<String, String> mdc, ILoggingEvent line) {
        List<KeyValuePair> pairs = line.getKeyValuePairs();
        List<Marker> markers = line.getMarkerList();
        Object[] arguments = line.getArgumentArray();
        if (mdc.isEmpty() && pairs == null && markers == null && arguments == null) {
            return Map.of();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        mdc.forEach((name, value) -> {
            boolean own = name.equals(TraceContext.MDC_TRACE_ID) || name.equals(TraceContext.MDC_SPAN_ID);
            if (!own && value != null) {
                fields.put(name, value);
            }
        });
        if (arguments != null) {
            StructuredFields.ofArguments(arguments, fields);
        }
        if (markers != null) {
            StructuredFields.ofMarkers(markers, fields);
        }
        if (pairs != null) {
            pairs.forEach(pair -> fields.put(String.valueOf(pair.key), text(pair.value)));
        }
        return fields;
    }

    /** Formats a value as SLF4J does, so that a value whose toString() fails does not lose the line. */
    static String text(@Nullable Object value) {
        try {
            return String.valueOf(value);
        } catch (RuntimeException | StackOverflowError e) {
            return "[FAILED toString()]";
        }
    }
}
