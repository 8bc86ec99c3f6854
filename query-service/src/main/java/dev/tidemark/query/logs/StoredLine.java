package dev.tidemark.query.logs;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.serde.annotation.Serdeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One stored line, with the same field names as in the live stream.
 *
 * @param position its position in the logs topic, {@code partition:offset}
 * @param truncated whether one of its texts was cut
 * @param messageBytes the size of the complete message in UTF-8
 * @param link the address of the complete line; null if nothing was cut
 */
@Serdeable
record StoredLine(
        Instant ts,
        String service,
        @Nullable String instance,
        @Nullable String level,
        @Nullable String logger,
        @Nullable String thread,
        String message,
        @Nullable String traceId,
        @Nullable String spanId,
        @Nullable String errorType,
        @Nullable String stackTrace,
        Map<String, Object> fields,
        String position,
        boolean truncated,
        long messageBytes,
        @Nullable String link) {

    static StoredLine of(LogQueries.Row row, JsonMapper json) {
        LogCursor cursor = LogCursor.of(row);
        return new StoredLine(
                row.ts(),
                row.service(),
                row.instance(),
                row.level(),
                row.logger(),
                row.thread(),
                row.message(),
                row.traceId(),
                row.spanId(),
                row.errorType(),
                row.stackTrace(),
                fields(row.fieldsJson(), json),
                cursor.position(),
                row.cut(),
                row.messageBytes(),
                row.cut() ? link(cursor) : null);
    }

    /** The address of the complete line. */
    static String link(LogCursor line) {
        return LogController.PATH + "/logs/line?ts=" + line.ts() + "&position=" + line.position();
    }

    private static Map<String, Object> fields(@Nullable String text, JsonMapper json) {
        try {
            return text == null ? Map.of() : json.readValue(text, Argument.mapOf(String.class, Object.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
