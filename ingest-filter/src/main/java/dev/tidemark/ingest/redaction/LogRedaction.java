package dev.tidemark.ingest.redaction;

import dev.tidemark.wire.event.LogEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Redacts whole log events, and fails closed: a text whose redaction throws or takes longer than the limit is replaced
 * as a whole. For one thread.
 */
public final class LogRedaction {
    /** Stands in place of a text that could not be redacted. */
    public static final String FAILED = "[REDACTED: redaction failed]";

    // Long for a line, but the first ones are redacted by code that is not compiled yet, perhaps on a busy machine.
    private static final long LIMIT_NANOS = 1_000_000_000;

    private final Redaction redaction;
    private long deadline;

    public LogRedaction(Redaction redaction) {
        this.redaction = redaction;
    }

    /** The event without secrets. The time limit is for all of it. */
    public LogEvent redact(LogEvent event) {
        deadline = System.nanoTime() + LIMIT_NANOS;
        return new LogEvent(
                event.timestampMicros(),
                event.service(),
                event.instance(),
                event.level(),
                event.logger(),
                text(event.thread()),
                String.valueOf(text(event.message())),
                event.traceId(),
                event.spanId(),
                event.errorType(),
                text(event.stackTrace()),
                fields(event.fields()));
    }

    private @Nullable String text(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return text;
        }
        try {
            String redacted = redaction.redact(new TimedText(text, deadline));
            return System.nanoTime() - deadline > 0 ? FAILED : redacted;
        } catch (Throwable e) {
            return FAILED;
        }
    }

    private Map<String, String> fields(Map<String, String> fields) {
        if (fields.isEmpty()) {
            return fields;
        }
        Map<String, String> redacted = new LinkedHashMap<>();
        fields.forEach((name, value) -> redacted.put(name, hides(name) ? Redaction.REDACTED : text(value)));
        return redacted;
    }

    private boolean hides(String fieldName) {
        try {
            return redaction.hides(fieldName);
        } catch (Throwable e) {
            return true;
        }
    }
}
