package dev.tidemark.query.logs;

import dev.tidemark.query.parameter.InvalidParameterException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One stored line: its time and its position in the logs topic, written {@code 2026-11-21T09:40:34.5Z,2:4711}. Lists are
 * sorted by all three, so a list that ended early continues behind its last line.
 */
record LogCursor(Instant ts, int partition, long offset) {
    private static final Pattern FORM = Pattern.compile("([^,]{1,40}),(\\d{1,9}):(\\d{1,18})");

    /**
     * The cursor that {@code text} names, or null if it is empty.
     *
     * @throws InvalidParameterException if it names none
     */
    static @Nullable LogCursor parse(@Nullable String text) {
        return text == null || text.isBlank() ? null : read("cursor", text.strip());
    }

    /** The line at {@code position} of {@code ts}, as the link to a whole line names it. */
    static LogCursor of(String ts, String position) {
        return read("ts and position", ts.strip() + "," + position.strip());
    }

    static LogCursor of(LogQueries.Row row) {
        return new LogCursor(row.ts(), row.recordPartition(), row.recordOffset());
    }

    private static LogCursor read(String name, String text) {
        Matcher parts = FORM.matcher(text);
        try {
            if (parts.matches()) {
                return new LogCursor(
                        Instant.parse(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        Long.parseLong(parts.group(3)));
            }
        } catch (DateTimeException e) {
            // Reported below, with the expected form.
        }
        throw new InvalidParameterException(name, text, "a time and a position, such as 2026-11-21T09:40:34.5Z,2:4711");
    }

    String position() {
        return partition + ":" + offset;
    }

    @Override
    public String toString() {
        return ts + "," + position();
    }
}
