package dev.tidemark.ingest.redaction;

import dev.tidemark.wire.event.LogEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Redacts whole log events and fails closed: if the redaction of a text throws or exceeds the time limit, the whole
 * text is replaced. For one thread.
 */
public final class LogRedaction {
    /** Replaces a text whose redaction failed. */
    public static final String FAILED = "[REDACTED: redaction failed]";

    // Generous for a line: the first lines are redacted by code that is not yet compiled, perhaps on a busy machine.
    private static final long LIMIT_NANOS = 1_000_000_000;

    private final Redaction redaction;
    private long deadline;

    public LogRedaction(Redaction redaction) {
        this.redaction = redaction;
    }

    /** The event without secrets. The time limit covers the whole event. */
    public LogEvent redact(LogEvent event) {
        deadline = System.nanoTime() + LIMIT_NANOS;
        return new LogEvent(
                event.timestampMicros(),
                event.service(),
                event.instance(),
                event.level(),
                text(event.logger()),
                text(event.thread()),
                String.valueOf(text(event.message())),
                event.traceId(),
                event.spanId(),
                text(event.errorType()),
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

    /** Names are redacted, too; names that become equal get a number. */
    private Map<String, String> fields(Map<String, String> fields) {
        if (fields.isEmpty()) {
            return fields;
        }
        Map<String, String> redacted = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            String kept = String.valueOf(text(name));
            String unique = kept;
            for (int i = 2; redacted.containsKey(unique); i++) {
                unique = kept + " " + i;
            }
            redacted.put(unique, field(name, value));
        });
        return redacted;
    }

    private String field(String name, String value) {
        if (value.isEmpty()) {
            return value;
        }
        try {
            String redacted = redaction.redactField(name, new TimedText(value, deadline));
            return System.nanoTime() - deadline > 0 ? FAILED : redacted;
        } catch (Throwable e) {
            return FAILED;
        }
    }
}
