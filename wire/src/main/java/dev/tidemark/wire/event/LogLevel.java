package dev.tidemark.wire.event;

import java.util.List;
import java.util.Locale;

/**
 * The severity of a log line: one of the five that are ordered, or a word that only its application knows.
 *
 * @param name the name of a known level; otherwise the word as the line has it
 * @param severity OpenTelemetry's severity number, the first of the four that belong to the level; 0 if the level is
 *     not known
 */
public record LogLevel(String name, int severity) {
    public static final LogLevel TRACE = new LogLevel("TRACE", 1);
    public static final LogLevel DEBUG = new LogLevel("DEBUG", 5);
    public static final LogLevel INFO = new LogLevel("INFO", 9);
    public static final LogLevel WARN = new LogLevel("WARN", 13);
    public static final LogLevel ERROR = new LogLevel("ERROR", 17);

    /** The line has no level. */
    public static final LogLevel UNKNOWN = new LogLevel("UNKNOWN", 0);

    /** The known levels, in ascending order. */
    public static final List<LogLevel> KNOWN = List.of(TRACE, DEBUG, INFO, WARN, ERROR);

    /** A word is longer only by mistake. */
    private static final int MAX_WORD_CHARS = 64;

    /** Whether this level is one of {@link #KNOWN}. */
    public boolean isKnown() {
        return severity > 0;
    }

    /**
     * The level for a logging framework's name or number of a level, in any case and with spaces around it. Numbers are
     * those of syslog and GELF (0 to 7), Bunyan and Pino (10 to 60), and logback (5000 to 50000). Other words are kept as
     * they are.
     */
    public static LogLevel of(String text) {
        String word = text.strip();
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "TRACE", "FINEST", "FINER", "VERBOSE", "10", "5000" -> TRACE;
            case "DEBUG", "FINE", "CONFIG", "7", "20", "10000" -> DEBUG;
            case "INFO", "INFORMATION", "INFORMATIONAL", "NOTICE", "5", "6", "30", "20000" -> INFO;
            case "WARN", "WARNING", "4", "40", "30000" -> WARN;
            case "ERROR",
                    "ERR",
                    "SEVERE",
                    "FATAL",
                    "CRITICAL",
                    "CRIT",
                    "ALERT",
                    "EMERG",
                    "EMERGENCY",
                    "PANIC",
                    "0",
                    "1",
                    "2",
                    "3",
                    "50",
                    "60",
                    "40000",
                    "50000" -> ERROR;
            case "", "UNKNOWN" -> UNKNOWN;
            default -> new LogLevel(cut(word), 0);
        };
    }

    private static String cut(String word) {
        if (word.length() <= MAX_WORD_CHARS) {
            return word;
        }
        boolean half = Character.isHighSurrogate(word.charAt(MAX_WORD_CHARS - 1));
        return word.substring(0, half ? MAX_WORD_CHARS - 1 : MAX_WORD_CHARS);
    }

    @Override
    public String toString() {
        return name;
    }
}
