package dev.tidemark.query.logs;

import dev.tidemark.query.parameter.InvalidParameterException;
import dev.tidemark.wire.codec.TraceIds;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Selects lines; null means all.
 *
 * @param level the lowest level; UNKNOWN selects the lines of all levels that are not known
 * @param service the service
 * @param search a text in the message, logger, error type or stack trace, in upper or lower case
 * @param traceId the trace
 */
record LogFilter(
        @Nullable LogLevel level,
        @Nullable String service,
        @Nullable String search,
        @Nullable String traceId,
        @Nullable Pattern pattern) {
    private static final int MAX_SEARCH = 200;

    /**
     * The filter that a query asks for; an empty value is the same as none.
     *
     * @throws InvalidParameterException if a value is not in the expected form
     */
    static LogFilter of(
            @Nullable String level, @Nullable String service, @Nullable String search, @Nullable String traceId) {
        String text = given(search);
        if (text != null && text.length() > MAX_SEARCH) {
            throw new InvalidParameterException(
                    "search of " + text.length() + " characters: expected at most " + MAX_SEARCH);
        }
        return new LogFilter(
                level(given(level)),
                given(service),
                text,
                traceId(given(traceId)),
                text == null
                        ? null
                        : Pattern.compile(text, Pattern.LITERAL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
    }

    private static @Nullable LogLevel level(@Nullable String word) {
        if (word == null) {
            return null;
        }
        String name = word.toUpperCase(Locale.ROOT);
        return Stream.concat(LogLevel.KNOWN.stream(), Stream.of(LogLevel.UNKNOWN))
                .filter(level -> level.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidParameterException(
                        "level", word, "one of TRACE, DEBUG, INFO, WARN, ERROR, UNKNOWN"));
    }

    private static @Nullable String traceId(@Nullable String text) {
        String id = text == null ? null : TraceIds.trace(text);
        if (text != null && id == null) {
            throw new InvalidParameterException("trace_id", text, "16 or 32 hexadecimal digits");
        }
        return id;
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** OpenTelemetry's number of the lowest level. */
    int lowestSeverity() {
        return level == null ? 0 : level.severity();
    }

    int highestSeverity() {
        return level == null || level.isKnown() ? Short.MAX_VALUE : level.severity();
    }

    /** Whether {@code event} is wanted. */
    boolean wants(LogEvent event) {
        int severity = event.level().severity();
        return (severity >= lowestSeverity() && severity <= highestSeverity())
                && (service == null || service.equals(event.service()))
                && (traceId == null || traceId.equals(event.traceId()))
                && (pattern == null || contains(pattern, event));
    }

    private static boolean contains(Pattern pattern, LogEvent event) {
        return contains(pattern, event.message())
                || contains(pattern, event.logger())
                || contains(pattern, event.errorType())
                || contains(pattern, event.stackTrace());
    }

    private static boolean contains(Pattern pattern, @Nullable String text) {
        return text != null && pattern.matcher(text).find();
    }
}
