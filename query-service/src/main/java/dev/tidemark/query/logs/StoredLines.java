package dev.tidemark.query.logs;

import io.micronaut.json.JsonMapper;
import io.micronaut.serde.annotation.Serdeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stored lines, newest first.
 *
 * @param truncated whether more lines match: an answer has at most {@code limit} lines and 1 MiB
 * @param next the {@code cursor} for the next lines; null if there are no more
 */
@Serdeable
record StoredLines(
        Instant from,
        Instant to,
        boolean truncated,
        @Nullable String next,
        List<StoredLine> lines) {
    /** The maximum size of the lines of an answer, in bytes of JSON. */
    static final int MAX_BYTES = 1 << 20;

    static StoredLines of(Since.Span span, LogReports.Page page, JsonMapper json) {
        List<StoredLine> lines = new ArrayList<>();
        boolean more = page.more();
        LogCursor last = null;
        long bytes = 0;
        for (LogQueries.Row row : page.rows()) {
            StoredLine line = StoredLine.of(row, json);
            // With escapes or non-ASCII characters, a text has more bytes than characters.
            bytes += size(line, json);
            if (bytes > MAX_BYTES && last != null) {
                more = true;
                break;
            }
            lines.add(line);
            last = LogCursor.of(row);
        }
        return new StoredLines(span.from(), span.to(), more, more && last != null ? last.toString() : null, lines);
    }

    private static int size(StoredLine line, JsonMapper json) {
        try {
            return json.writeValueAsBytes(line).length + 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
