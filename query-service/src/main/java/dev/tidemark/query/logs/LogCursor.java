package dev.tidemark.query.logs;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.exceptions.HttpStatusException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a stored line by its time and its position in the logs topic, written {@code 2026-11-21T09:40:34.5Z,2:4711}. Lists
 * are sorted by time, partition and offset, so a list that was cut off continues after its last line.
 */
record LogCursor(Instant ts, int partition, long offset) {
    private static final Pattern FORM = Pattern.compile("([^,]{1,40}),(\\d{1,9}):(\\d{1,18})");

    /**
     * Parses a cursor; null if {@code text} is empty.
     *
     * @throws HttpStatusException with status 400 if it is not a cursor
     */
    static @Nullable LogCursor parse(@Nullable String text) {
        return text == null || text.isBlank() ? null : read("cursor", text.strip());
    }

    /** Makes a cursor from the two parameters in the link to a complete line. */
    static LogCursor of(String ts, String position) {
        return read("ts and position", ts.strip() + "," + position.strip());
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
        String shown = text.length() <= 60 ? text : text.substring(0, 60) + "…";
        throw new HttpStatusException(
                HttpStatus.BAD_REQUEST,
                name + " \"" + shown + "\": expected a time and a position, such as 2026-11-21T09:40:34.5Z,2:4711");
    }

    String position() {
        return partition + ":" + offset;
    }

    @Override
    public String toString() {
        return ts + "," + position();
    }
}
