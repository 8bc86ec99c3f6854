package dev.tidemark.wire.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.wire.event.LogLevel;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Log lines in plain text. */
final class TextLine {
    private static final String ZONED_TIME =
            "\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?(?:Z| ?[+-]\\d{2}:?\\d{2})?";

    /** The beginnings that logback, log4j, Spring Boot and Quarkus write by default: time, thread in brackets, level. */
    private static final Pattern BEGIN = Pattern.compile("\\s{0,8}+\\[?(?:(?<time>" + ZONED_TIME
            + ")|\\d{2}:\\d{2}:\\d{2}[.,]\\d{1,9})?\\]?\\s{0,8}+(?:\\[[^\\]\\n]{0,200}\\]\\s{0,8}+)?\\[?"
            + "(?<level>TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|SEVERE)?\\b");

    private static final int MAX_BEGIN_CHARS = 300;

    private TextLine() {}

    /**
     * Reads a value that is text.
     *
     * @throws MalformedEventException if it is empty, or holds characters that do not occur in text
     */
    static LogFields read(byte[] value) throws MalformedEventException {
        String text = JsonFields.storable(new String(value, UTF_8)).stripTrailing();
        if (text.isEmpty()) {
            throw new MalformedEventException(
                    "a value of " + value.length + " bytes without a character: expected a log line");
        }
        long strange = text.chars().filter(TextLine::isStrange).count();
        if (strange > text.length() / 8) {
            throw new MalformedEventException("a value of " + value.length
                    + " bytes, most of them no text in UTF-8: expected a JSON object or a line of text");
        }
        LogFields fields = new LogFields();
        fields.put("message", text);
        Matcher begin = begin(TerminalText.plain(text));
        String time = begin.lookingAt() ? begin.group("time") : null;
        if (time != null) {
            fields.put("@timestamp", time);
        }
        return fields;
    }

    private static boolean isStrange(int c) {
        return c == 0xFFFD || c == 0x7F || c < ' ' && "\t\n\r\f\b\u0007\u001B".indexOf(c) < 0;
    }

    /** The pattern tries several ways to match, so it sees a bounded text. */
    private static Matcher begin(String text) {
        return BEGIN.matcher(text).region(0, Math.min(text.length(), MAX_BEGIN_CHARS));
    }

    /** The level in the beginning of a line of text. */
    static LogLevel level(String text) {
        Matcher begin = begin(text);
        String word = begin.lookingAt() ? begin.group("level") : null;
        return word == null ? LogLevel.UNKNOWN : LogLevel.of(word);
    }

    /** Puts the arguments in the place of each <code>{}</code>, as SLF4J does. */
    static String format(String message, List<String> arguments) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (String argument : arguments) {
            int at = message.indexOf("{}", from);
            if (at < 0) {
                break;
            }
            text.append(message, from, at).append(argument);
            from = at + 2;
        }
        return text.append(message, from, message.length()).toString();
    }
}
