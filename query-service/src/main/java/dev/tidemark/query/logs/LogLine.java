package dev.tidemark.query.logs;

import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.LogEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One line of the logs topic.
 *
 * @param partition its partition
 * @param offset its offset there
 * @param event the complete line, for filters
 * @param json the line as sent to all readers, encoded once; long texts are cut
 * @param weight its approximate size in memory, in bytes
 */
record LogLine(int partition, long offset, LogEvent event, String json, long weight) {
    private static final int OBJECTS = 400;

    static LogLine of(int partition, long offset, LogEvent event) {
        LogEvent sent = cut(event, TextLimits.LISTED);
        String json = new String(Codecs.LOG_JSON.encode(sent), StandardCharsets.UTF_8);
        if (!sent.equals(event)) {
            json = marked(json, partition, offset, event);
        }
        return new LogLine(partition, offset, event, json, OBJECTS + bytes(json) + bytes(event));
    }

    private static LogEvent cut(LogEvent event, TextLimits limits) {
        return new LogEvent(
                event.timestampMicros(),
                TextLimits.cut(event.service(), limits.name()),
                TextLimits.cutIfAny(event.instance(), limits.name()),
                event.level(),
                TextLimits.cutIfAny(event.logger(), limits.name()),
                TextLimits.cutIfAny(event.thread(), limits.name()),
                TextLimits.cut(event.message(), limits.message()),
                event.traceId(),
                event.spanId(),
                TextLimits.cutIfAny(event.errorType(), limits.name()),
                TextLimits.cutIfAny(event.stackTrace(), limits.stackTrace()),
                limits.cut(event.fields()));
    }

    /** Adds the fields that describe a cut line, the same as in the list of stored lines. */
    private static String marked(String json, int partition, long offset, LogEvent event) {
        LogCursor line =
                new LogCursor(Instant.EPOCH.plus(event.timestampMicros(), ChronoUnit.MICROS), partition, offset);
        return json.substring(0, json.lastIndexOf('}'))
                + ",\"truncated\":true,\"message_bytes\":"
                + event.message().getBytes(StandardCharsets.UTF_8).length
                + ",\"link\":\"" + StoredLine.link(line) + "\"}";
    }

    private static long bytes(LogEvent event) {
        long bytes = bytes(event.service())
                + bytes(event.instance())
                + bytes(event.logger())
                + bytes(event.thread())
                + bytes(event.message())
                + bytes(event.traceId())
                + bytes(event.spanId())
                + bytes(event.errorType())
                + bytes(event.stackTrace());
        for (var field : event.fields().entrySet()) {
            bytes += OBJECTS / 4 + bytes(field.getKey()) + bytes(field.getValue());
        }
        return bytes;
    }

    /** The JVM stores a string with one byte per character if all are Latin-1, otherwise two. */
    static long bytes(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                return 2L * text.length();
            }
        }
        return text.length();
    }
}
