package dev.tidemark.wire.event;

import java.util.Locale;

/** Severities, in ascending order. */
public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR;

    /** The level for a logging framework's level name; {@link #INFO} for an unknown name. */
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
