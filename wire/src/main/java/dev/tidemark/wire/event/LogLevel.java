package dev.tidemark.wire.event;

import java.util.Locale;

/** Severities, in rising order. */
public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR;

    /** The level that a logging framework's word means; {@link #INFO} for a word nobody knows. */
    public static LogLevel of(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "TRACE", "FINEST", "FINER" -> TRACE;
            case "DEBUG", "FINE", "CONFIG" -> DEBUG;
            case "WARN", "WARNING" -> WARN;
            case "ERROR", "ERR", "SEVERE", "FATAL", "CRITICAL", "CRIT", "ALERT", "EMERG", "EMERGENCY", "PANIC" -> ERROR;
            default -> INFO;
        };
    }
}
