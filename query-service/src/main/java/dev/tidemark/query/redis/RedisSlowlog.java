package dev.tidemark.query.redis;

import dev.tidemark.query.figures.Unknown;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The slow commands of a span that are still in Redis's slow log. Unknown figures are null.
 *
 * @param thresholdUs from which duration on Redis logs a command, {@code slowlog-log-slower-than}; negative: none
 * @param length the entries that the log has
 * @param oldest the time of the oldest entry that was read: earlier ones may have been there, and are gone
 * @param entries newest first; null if they cannot be read
 * @param comparison the earlier span, if one was asked for
 */
@Serdeable
record RedisSlowlog(
        Instant from,
        Instant to,
        @Nullable Long thresholdUs,
        @Nullable Integer length,
        @Nullable Instant oldest,
        @Nullable List<Entry> entries,
        List<Unknown> unknown,
        @Nullable RedisSlowlog comparison) {

    /**
     * A slow command.
     *
     * @param id its number since Redis was started
     * @param durationMs without the time it waited
     * @param command the command with the pattern of its key; never a value
     * @param arguments the number of its arguments. Redis keeps at most 32
     * @param client the name that the client has set; null if it has none
     */
    @Serdeable
    record Entry(
            long id,
            Instant ts,
            double durationMs,
            String command,
            int arguments,
            @Nullable String client) {}

    RedisSlowlog with(RedisSlowlog earlier) {
        return new RedisSlowlog(from, to, thresholdUs, length, oldest, entries, unknown, earlier);
    }
}
