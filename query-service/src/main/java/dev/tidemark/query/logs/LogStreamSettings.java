package dev.tidemark.query.logs;

import dev.tidemark.query.settings.SettingsReader;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The settings of the live log stream; their names begin with {@code tidemark.logs.stream}.
 *
 * @param bufferLines {@code .buffer-lines}: how many of the newest lines are kept for all readers together; a reader that
 *     falls further behind misses lines; 10,000
 * @param bufferMegabytes {@code .buffer-megabytes}: how much memory these lines may take, in MiB; 32
 * @param history {@code .history}: how many lines are read from the topic when the service starts; 500
 * @param maxClients {@code .max-clients}: how many streams may be open; 100
 * @param catchUpLines {@code .catch-up-lines}: how many lines are read from the topic again, at most, for a reader that comes
 *     back after a long time; fewer if they take more than an eighth of the buffer; 5,000
 * @param ping {@code .ping}: how often an idle stream sends a comment, without which the server ends it after a minute; 10 s
 * @param retry {@code .retry}: after how long a browser connects again; 2 s
 */
@Context
record LogStreamSettings(
        int bufferLines,
        int bufferMegabytes,
        int history,
        int maxClients,
        int catchUpLines,
        Duration ping,
        Duration retry) {
    private static final String NAME = "tidemark.logs.stream.";
    private static final int MOST_LINES = 1_000_000;

    @Inject
    LogStreamSettings(SettingsReader settings) {
        this(
                settings.number(NAME + "buffer-lines", 10_000, 10, MOST_LINES),
                settings.number(NAME + "buffer-megabytes", 32, 1, 4096),
                settings.number(NAME + "history", 500, 0, MOST_LINES),
                settings.number(NAME + "max-clients", 100, 1, 10_000),
                settings.number(NAME + "catch-up-lines", 5_000, 0, MOST_LINES),
                settings.duration(NAME + "ping", "10s", "100ms", "30s"),
                settings.duration(NAME + "retry", "2s", "1ms", "1h"));
    }

    long bufferBytes() {
        return (long) bufferMegabytes << 20;
    }

    /** How many bytes of records are read again for one reader. All readers together hold four times as much. */
    long catchUpBytes() {
        return bufferBytes() / 8;
    }
}
