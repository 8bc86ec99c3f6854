package dev.tidemark.query.logs;

import dev.tidemark.settings.QuerySetting;
import dev.tidemark.settings.SettingsReader;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * How the live log stream behaves; the settings' names begin with {@code tidemark.logs.stream}.
 *
 * @param bufferLines {@code .buffer-lines}: how many of the newest lines are kept for all readers together, which is how
 *     far behind a slow reader may be before lines are skipped for it; 10,000
 * @param bufferMegabytes {@code .buffer-megabytes}: how much memory these lines may take, in MiB; 32
 * @param history {@code .history}: how many lines are read from the topic when the service starts; 500
 * @param maxClients {@code .max-clients}: how many streams may be open; 100
 * @param catchUpLines {@code .catch-up-lines}: how many lines are read again from the topic, at most, for a reader that
 *     comes back after a long time, fewer if they are larger than an eighth of the buffer; 5,000
 * @param ping {@code .ping}: how often an idle stream shows that it lives, or the server would end it after a minute; 10 s
 * @param retry {@code .retry}: after how long a browser is to come back; 2 s
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

    /** How large the records may be that are read again for one reader; as lines they take a little more than twice as much. */
    long catchUpBytes() {
        return bufferBytes() / 8;
    }
}
