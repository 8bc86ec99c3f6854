package dev.tidemark.query.logs;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The maximum lengths of a line's texts in characters (code points) of at most four bytes; longer texts are cut.
 *
 * @param message the message
 * @param stackTrace the stack trace
 * @param fields names and values of all fields together; if they are longer, the first {@link #FIELDS} are kept, with each name
 *     and value cut
 * @param name each name: service, instance, logger, thread and error type
 */
record TextLimits(int message, int stackTrace, int fields, int name) {
    /** The number of fields that are kept if all together are too long. */
    static final int FIELDS = 16;

    /** For lists and the live stream, where many lines are in memory at once. */
    static final TextLimits LISTED = new TextLimits(4096, 16_384, 4096, 512);

    /** For single lines and exports: Kafka's default maximum record size, so in practice nothing is cut. */
    static final TextLimits WHOLE = new TextLimits(1 << 20, 1 << 20, 1 << 20, 1 << 16);

    /** The length to which a field's name or value is cut if all fields together are too long. */
    int field() {
        return fields / (2 * FIELDS);
    }

    /** Returns the first {@code max} characters of {@code text}. */
    static String cut(String text, int max) {
        // A surrogate pair counts as one character, as in PostgreSQL.
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
