package dev.tidemark.query.logs;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the texts of a line are cut, in characters (code points). A character takes at most four bytes.
 *
 * @param message the message
 * @param stackTrace the stack trace
 * @param fields names and values of all fields together; when they are longer, the first {@link #FIELDS} are kept, each name
 *     and each value cut
 * @param name each name: service, instance, logger, thread and error type
 */
record TextLimits(int message, int stackTrace, int fields, int name) {
    /** How many fields are kept of a line whose fields are too long. */
    static final int FIELDS = 16;

    /** Lists and the live stream: so many lines are under way at a time that each must be small. */
    static final TextLimits LISTED = new TextLimits(4096, 16_384, 4096, 512);

    /** One line by itself, and exports: Kafka's default limit of a record, so that in practice nothing is cut. */
    static final TextLimits WHOLE = new TextLimits(1 << 20, 1 << 20, 1 << 20, 1 << 16);

    /** How many characters are kept of a field's name or value when the fields are too long. */
    int field() {
        return fields / (2 * FIELDS);
    }

    /** The first {@code max} characters of {@code text}. */
    static String cut(String text, int max) {
        // A surrogate pair is one character, here as in PostgreSQL.
        return text.length() <= max || text.codePointCount(0, text.length()) <= max
                ? text
                : text.substring(0, text.offsetByCodePoints(0, max));
    }

    static @Nullable String cutIfAny(@Nullable String text, int max) {
        return text == null ? null : cut(text, max);
    }

    Map<String, String> cut(Map<String, String> all) {
        long length = 0;
        for (Map.Entry<String, String> entry : all.entrySet()) {
            length += entry.getKey().length() + entry.getValue().length();
        }
        if (length <= fields) {
            return all;
        }
        Map<String, String> kept = new LinkedHashMap<>();
        all.entrySet().stream()
                .limit(FIELDS)
                .forEach(entry -> kept.put(cut(entry.getKey(), field()), cut(entry.getValue(), field())));
        return kept;
    }
}
