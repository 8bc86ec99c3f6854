package dev.tidemark.ingest.delivery;

import dev.tidemark.wire.event.LogEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bounds a log event, in characters: whatever an application logs, a line has its size, and redaction its time. */
final class LogLimits {
    /** What is published at most. */
    static final LogLimits PUBLISHED = new LogLimits(0);

    /**
     * What is queued at most: a little more, so that a secret at the very end is recognised as one before it is cut in
     * two.
     */
    static final LogLimits QUEUED = new LogLimits(512);

    private static final int MESSAGE = 16 * 1024;
    private static final int STACK_TRACE = 32 * 1024;
    private static final int NAME = 256;
    private static final int FIELD = 1024;
    private static final int FIELDS = 64;

    private final int margin;

    private LogLimits(int margin) {
        this.margin = margin;
    }

    /** The event, cut to the limits; the same object if it is within them. */
    LogEvent apply(LogEvent event) {
        if (isWithin(event)) {
            return event;
        }
        return new LogEvent(
                event.timestampMicros(),
                event.service(),
                event.instance(),
                event.level(),
                cut(event.logger(), NAME),
                cut(event.thread(), NAME),
                String.valueOf(cut(event.message(), MESSAGE)),
                cut(event.traceId(), NAME),
                cut(event.spanId(), NAME),
                cut(event.errorType(), NAME),
                cut(event.stackTrace(), STACK_TRACE),
                cut(event.fields()));
    }

    /** How many characters the event holds. */
    static int characters(LogEvent event) {
        int sum = event.message().length() + length(event.stackTrace()) + length(event.thread());
        for (Map.Entry<String, String> field : event.fields().entrySet()) {
            sum += field.getKey().length() + field.getValue().length();
        }
        return sum + NAME;
    }

    private boolean isWithin(LogEvent event) {
        return event.message().length() <= MESSAGE + margin
                && length(event.stackTrace()) <= STACK_TRACE + margin
                && length(event.logger()) <= NAME
                && length(event.thread()) <= NAME
                && length(event.traceId()) <= NAME
                && length(event.spanId()) <= NAME
                && length(event.errorType()) <= NAME
                && event.fields().size() <= FIELDS
                && event.fields().entrySet().stream()
                        .allMatch(field -> field.getKey().length() <= NAME
                                && field.getValue().length() <= FIELD + margin);
    }

    private Map<String, String> cut(Map<String, String> fields) {
        Map<String, String> cut = new LinkedHashMap<>();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            if (cut.size() == FIELDS) {
                break;
            }
            cut.put(String.valueOf(cut(field.getKey(), NAME)), String.valueOf(cut(field.getValue(), FIELD)));
        }
        return cut;
    }

    private @Nullable String cut(@Nullable String text, int limit) {
        int allowed = limit == NAME ? limit : limit + margin;
        return text == null || text.length() <= allowed ? text : text.substring(0, allowed - 1) + '…';
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
