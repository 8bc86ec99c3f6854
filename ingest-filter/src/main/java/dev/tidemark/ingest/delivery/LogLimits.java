package dev.tidemark.ingest.delivery;

import dev.tidemark.wire.event.LogEvent;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Limits the size of a log event, in characters. This bounds memory and the time of redaction, whatever an application logs. */
final class LogLimits {
    private static final int MARGIN = 512;

    /**
     * The limits in the queue: slightly larger than the published ones, so that redaction still recognises a secret
     * that crosses the published limit.
     */
    static final LogLimits QUEUED = new LogLimits(MARGIN);

    private static final LogLimits PUBLISHED = new LogLimits(0);
    private static final int MESSAGE = 16 * 1024;
    private static final int STACK_TRACE = 32 * 1024;
    private static final int NAME = 256;
    private static final int FIELD = 1024;
    private static final int FIELDS = 64;
    private static final String CUT = "…";

    private final int margin;

    private LogLimits(int margin) {
        this.margin = margin;
    }

    /** The event cut to the limits; the same object if it is within them. */
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

    /**
     * Limits a redacted event for publishing. The cut end of a queued text may hold part of a secret. Redaction may
     * have shortened the text so much that this end is now within the published limit, so it is removed, too.
     */
    static LogEvent published(LogEvent queued, LogEvent redacted) {
        if (PUBLISHED.isWithin(queued)) {
            return PUBLISHED.apply(redacted);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        // In the same order, but redaction may have changed a name.
        Iterator<String> whole = queued.fields().values().iterator();
        redacted.fields()
                .forEach((name, value) -> fields.put(name, String.valueOf(withoutMargin(whole.next(), value, FIELD))));
        return PUBLISHED.apply(new LogEvent(
                redacted.timestampMicros(),
                redacted.service(),
                redacted.instance(),
                redacted.level(),
                redacted.logger(),
                redacted.thread(),
                String.valueOf(withoutMargin(queued.message(), redacted.message(), MESSAGE)),
                redacted.traceId(),
                redacted.spanId(),
                redacted.errorType(),
                withoutMargin(queued.stackTrace(), redacted.stackTrace(), STACK_TRACE),
                fields));
    }

    private static @Nullable String withoutMargin(@Nullable String queued, @Nullable String redacted, int limit) {
        boolean cut = queued != null && queued.length() == limit + MARGIN && queued.endsWith(CUT);
        if (!cut || redacted == null || !redacted.endsWith(CUT)) {
            return redacted;
        }
        return redacted.substring(0, Math.max(0, redacted.length() - MARGIN - 1)) + CUT;
    }

    /** The number of characters in the event. */
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
        return text == null || text.length() <= allowed ? text : text.substring(0, allowed - 1) + CUT;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
