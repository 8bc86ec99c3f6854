package dev.tidemark.wire.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The values of one line by name. Each field of the event takes the value with the best name; what it does not take, and
 * everything else, becomes an entry of {@code fields}. Not thread-safe.
 */
final class LogFields {
    private static final int OUTER = 1000;

    private static final int MAX_SERVICE_CHARS = 256;

    /** Names that applications use for other things than their own name, too. */
    private static final Set<String> APPLICATION = Set.of("app", "application");

    /** Each candidate is tried until one can be used: names can appear twice, and that a million times. */
    private static final int MAX_CANDIDATES = 8;

    private final Map<LogField, List<LogValue>> candidates = new EnumMap<>(LogField.class);
    private final Map<String, String> others = new LinkedHashMap<>();
    private final Map<String, String> given = new LinkedHashMap<>();
    private List<String> arguments = List.of();

    void put(String name, String text) {
        LogField.Name known = LogField.of(name);
        // Docker keeps the line break.
        String plain = TerminalText.plain(name.equals("log") ? text.stripTrailing() : text);
        // GELF's full message is a stack trace only if something was thrown.
        if (known == null
                || name.equals("full_message") && !plain.contains("\n\tat ")
                || APPLICATION.contains(name) && !isShortLine(plain)) {
            others.putIfAbsent(name, plain);
        } else {
            add(known.field(), new LogValue(name, plain, known.rank()));
        }
    }

    private static boolean isShortLine(String text) {
        return text.length() <= MAX_SERVICE_CHARS && text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
    }

    /** An entry of the line's own {@code fields}, which is never a field of the event. */
    void putGiven(String name, String text) {
        given.putIfAbsent(name, TerminalText.plain(text));
    }

    /** The values for the {@code {}} of the message, as logback's encoder writes them. */
    void putArguments(List<String> values) {
        arguments = values.stream()
                .map(value -> TerminalText.plain(JsonFields.storable(value)))
                .toList();
    }

    /** The application's line in JSON, if Docker, Fluent Bit or Vector passes it on as text; otherwise null. */
    @Nullable String embedded() {
        LogValue message = values(LogField.MESSAGE).stream()
                .min(Comparator.comparingInt(LogValue::rank))
                .orElse(null);
        if (message == null || !(message.name().equals("log") || others.containsKey("source_type"))) {
            return null;
        }
        return message.text().stripLeading().startsWith("{\"") ? message.text() : null;
    }

    /** Adds the values of the record in which this line was {@linkplain #embedded() embedded}; the line's own come first. */
    void addOuter(LogFields outer) {
        outer.candidates.forEach((field, all) -> {
            if (field != LogField.MESSAGE) {
                all.forEach(value -> add(field, new LogValue(value.name(), value.text(), value.rank() + OUTER)));
            }
        });
        outer.others.forEach(others::putIfAbsent);
        outer.given.forEach(given::putIfAbsent);
    }

    /**
     * The event of these fields.
     *
     * @param receivedMillis when the broker stored the line; 0 or less if that is unknown
     * @param whole the line, which becomes the message if it has neither a message nor a stack trace
     */
    LogEvent event(long receivedMillis, byte[] whole) throws MalformedEventException {
        readNestedNames();
        LogClock.Time time = time(receivedMillis);
        readGelfHost();
        String errorType = take(LogField.ERROR_TYPE);
        StackTraceText.Thrown thrown = StackTraceText.compose(takeText(LogField.STACK_TRACE), errorType, others);
        String message = message(thrown.stackTrace(), whole);
        LogLevel level = level(message);
        String service = service();
        String instance = take(LogField.INSTANCE);
        String logger = take(LogField.LOGGER);
        String thread = take(LogField.THREAD);
        String traceId = take(LogField.TRACE_ID, text -> TraceIds.trace(text) != null);
        String spanId = take(LogField.SPAN_ID, text -> TraceIds.span(text) != null);
        given.forEach(others::putIfAbsent);
        // The last one, so that no line can say this of itself.
        if (time.mark() != null) {
            others.put(LogClock.MARK, time.mark());
        } else if (receivedMillis > 0) {
            others.remove(LogClock.MARK);
        }
        return new LogEvent(
                time.micros(),
                service == null ? LogEvent.UNKNOWN_SERVICE : service,
                instance,
                level,
                logger,
                thread,
                message,
                traceId == null ? null : TraceIds.trace(traceId),
                spanId == null ? null : TraceIds.span(spanId),
                thrown.type(),
                thrown.stackTrace(),
                others);
    }

    /** Indexes hold names up to a length. A longer one stays whole in {@code fields}. */
    private @Nullable String service() {
        LogValue best = best(LogField.SERVICE, text -> !text.isBlank());
        String service = takeText(LogField.SERVICE);
        if (best == null || service == null || service.length() <= MAX_SERVICE_CHARS) {
            return service;
        }
        others.putIfAbsent(best.name(), service);
        boolean half = Character.isHighSurrogate(service.charAt(MAX_SERVICE_CHARS - 1));
        return service.substring(0, half ? MAX_SERVICE_CHARS - 1 : MAX_SERVICE_CHARS);
    }

    /** The host of a line in GELF is the machine, or the application if Spring Boot wrote the line. */
    private void readGelfHost() {
        String host = hasName(LogField.MESSAGE, "short_message") ? others.remove("host") : null;
        if (host != null) {
            boolean isSpring = hasName(LogField.LOGGER, "_log_logger");
            add(isSpring ? LogField.SERVICE : LogField.INSTANCE, new LogValue("host", host, -1));
        }
    }

    /**
     * Encoders can be told to nest all of their fields, such as {@code log.message}. Objects of the application have such
     * names, too, so an object is read only if it looks like a line and the rest of the line does not.
     */
    private void readNestedNames() {
        Set<LogField> absent = NestedLine.fields();
        absent.removeIf(field -> !values(field).isEmpty());
        Set<String> lines = NestedLine.objects(others, ownNames());
        others.entrySet().removeIf(other -> {
            LogField.Name known = NestedLine.meaning(other.getKey(), other.getValue());
            if (known == null
                    || !absent.contains(known.field())
                    || !lines.contains(NestedLine.object(other.getKey()))
                    || values(known.field()).size() == MAX_CANDIDATES) {
                return false;
            }
            values(known.field()).add(new LogValue(other.getKey(), other.getValue(), known.rank()));
            return true;
        });
    }

    /** The names of the line's own time, level and stack trace. */
    private List<String> ownNames() {
        return Stream.of(LogField.TS, LogField.LEVEL, LogField.STACK_TRACE)
                .flatMap(field -> values(field).stream())
                .map(LogValue::name)
                .toList();
    }

    private LogClock.Time time(long receivedMillis) throws MalformedEventException {
        List<LogValue> all = values(LogField.TS);
        String given = all.isEmpty() ? null : all.get(0).text();
        LogValue best = best(LogField.TS, text -> LogTimes.read(text) != null);
        if (best == null) {
            take(LogField.TS, text -> false);
            return LogClock.judge(given, null, receivedMillis);
        }
        LogTimes.Read read = LogTimes.read(best.text());
        String nanos = switch (best.name()) {
            case "instant.epochSecond" -> others.remove("instant.nanoOfSecond");
            case "timestampSeconds" -> others.remove("timestampNanos");
            case "timestamp" -> others.remove("nanoseconds");
            default -> null;
        };
        LogClock.Time time = LogClock.judge(best.text(), LogTimes.withNanos(read, nanos), receivedMillis);
        all.remove(best);
        take(LogField.TS, text -> false);
        if (!time.isOwn()) {
            others.put(best.name(), best.text());
        }
        return time;
    }

    private LogLevel level(String message) {
        List<LogValue> all = values(LogField.LEVEL);
        LogValue best = best(LogField.LEVEL, text -> !text.isBlank());
        if (best == null) {
            return TextLine.level(message);
        }
        LogValue right = LogValue.level(all, best);
        all.remove(right);
        take(LogField.LEVEL, text -> false);
        return LogLevel.of(right.text());
    }

    private String message(@Nullable String stackTrace, byte[] whole) {
        List<LogValue> all = values(LogField.MESSAGE);
        // Logback's encoder writes the message as the code has it, and can add the formatted one.
        boolean isLogback = hasName(LogField.LOGGER, "loggerName");
        boolean isFormatted = isLogback && hasName(LogField.MESSAGE, "formattedMessage");
        if (isFormatted) {
            all.replaceAll(value ->
                    value.name().equals("formattedMessage") ? new LogValue(value.name(), value.text(), -1) : value);
        }
        boolean isEmpty = !all.isEmpty();
        String message = takeText(LogField.MESSAGE);
        if (message == null) {
            return stackTrace == null || stackTrace.isBlank()
                    ? isEmpty ? "" : TerminalText.plain(JsonFields.storable(new String(whole, UTF_8).strip()))
                    : firstLine(stackTrace);
        }
        // The template for Google Cloud writes both into the message.
        if (stackTrace != null && stackTrace.contains("\n\tat ") && message.endsWith("\n" + stackTrace)) {
            return message.substring(0, message.length() - stackTrace.length()).stripTrailing();
        }
        return isLogback && !isFormatted ? TextLine.format(message, arguments) : message;
    }

    private static String firstLine(String text) {
        return text.stripLeading().lines().findFirst().orElse("").stripTrailing();
    }

    private @Nullable String take(LogField field) {
        return take(field, text -> true);
    }

    /** The best value with any characters: encoders write empty texts for what is missing. */
    private @Nullable String takeText(LogField field) {
        values(field).removeIf(value -> value.text().isBlank());
        return take(field);
    }

    /** The best value that can be used; all others become entries of {@code fields}. */
    private @Nullable String take(LogField field, Predicate<String> isUsable) {
        LogValue best = best(field, isUsable);
        for (LogValue value : values(field)) {
            if (value != best) {
                others.putIfAbsent(value.name(), value.text());
            }
        }
        return best == null ? null : best.text();
    }

    private @Nullable LogValue best(LogField field, Predicate<String> isUsable) {
        return values(field).stream()
                .filter(value -> isUsable.test(value.text()))
                .min(Comparator.comparingInt(LogValue::rank))
                .orElse(null);
    }

    private boolean hasName(LogField field, String name) {
        return values(field).stream().anyMatch(value -> value.name().equals(name));
    }

    /** Of too many candidates, the last one with the worst name becomes an entry of {@code fields}. */
    private void add(LogField field, LogValue value) {
        List<LogValue> all = values(field);
        all.add(value);
        if (all.size() > MAX_CANDIDATES) {
            int worst = 0;
            for (int i = 1; i < all.size(); i++) {
                worst = all.get(i).rank() >= all.get(worst).rank() ? i : worst;
            }
            LogValue removed = all.remove(worst);
            others.putIfAbsent(removed.name(), removed.text());
        }
    }

    private List<LogValue> values(LogField field) {
        return candidates.computeIfAbsent(field, unseen -> new ArrayList<>(2));
    }
}
