package dev.tidemark.query.incident;

import dev.tidemark.query.parameter.InvalidParameterException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The incident behind which a list continues, written {@code 2026-11-21T09:40:34Z,17}. */
record IncidentCursor(Instant onset, long id) {
    private static final Pattern FORM = Pattern.compile("([^,]{1,40}),(\\d{1,18})");

    /**
     * The cursor that {@code text} names, or null if it is empty.
     *
     * @throws InvalidParameterException if it names none
     */
    static @Nullable IncidentCursor parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        Matcher parts = FORM.matcher(text.strip());
        try {
            if (parts.matches()) {
                return new IncidentCursor(Instant.parse(parts.group(1)), Long.parseLong(parts.group(2)));
            }
        } catch (DateTimeException e) {
            // Reported below, with the expected form.
        }
        throw new InvalidParameterException("before", text, "an onset and an id, such as 2026-11-21T09:40:34Z,17");
    }

    static IncidentCursor of(IncidentRow row) {
        return new IncidentCursor(row.onset(), row.id());
    }

    @Override
    public String toString() {
        return onset + "," + id;
    }
}
