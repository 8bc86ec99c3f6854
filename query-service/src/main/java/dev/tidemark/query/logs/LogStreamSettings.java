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
 *     falls further behind misses lines (default 10,000)
 * @param bufferMegabytes {@code .buffer-megabytes}: how much memory these lines may use, in MiB (default 32)
 * @param history {@code .history}: how many lines are read from the topic when the service starts (default 500)
 * @param maxClients {@code .max-clients}: the maximum number of open streams (default 100)
 * @param catchUpLines {@code .catch-up-lines}: the maximum number of lines that are read from the topic again for a reader that
 *     reconnects; fewer if they would use more than an eighth of the buffer (default 5,000)
 * @param ping {@code .ping}: how often an idle stream sends a comment; the server closes a silent stream after a minute (default 10 s)
 * @param retry {@code .retry}: how long a browser waits before it reconnects (default 2 s)
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

    /** The bytes of records that may be read again for one reader. All readers together may hold four times as much. */
    long catchUpBytes() {
        return bufferBytes() / 8;
    }
}
