package dev.tidemark.query.logs;

import dev.tidemark.settings.QuerySetting;
import dev.tidemark.settings.SettingsReader;
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
    @Inject
    LogStreamSettings(SettingsReader settings) {
        this(
                settings.get(QuerySetting.BUFFER_LINES),
                settings.get(QuerySetting.BUFFER_MEGABYTES),
                settings.get(QuerySetting.HISTORY),
                settings.get(QuerySetting.MAX_CLIENTS),
                settings.get(QuerySetting.CATCH_UP_LINES),
                settings.get(QuerySetting.PING),
                settings.get(QuerySetting.RETRY));
    }

    long bufferBytes() {
        return (long) bufferMegabytes << 20;
    }

    /** How many bytes of records are read again for one reader. All readers together hold four times as much. */
    long catchUpBytes() {
        return bufferBytes() / 8;
    }
}
