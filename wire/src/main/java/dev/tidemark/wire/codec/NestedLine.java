package dev.tidemark.wire.codec;

import dev.tidemark.wire.event.LogLevel;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the objects in which an encoder nests the line's fields, among those of the application. */
final class NestedLine {
    /** Objects that hold names of the application and of exceptions, which must not be taken for names of the line. */
    private static final Set<String> FOREIGN = Set.of(
            "mdc",
            "contextMap",
            "context",
            "labels",
            "kubernetes",
            "args",
            "ndc",
            "error",
            "exception",
            "thrown",
            "err",
            "throwable");

    private static final Set<LogField> FIELDS = Set.of(
            LogField.TS, LogField.LEVEL, LogField.LOGGER, LogField.THREAD, LogField.MESSAGE, LogField.STACK_TRACE);

    /** Objects with these names hold a line, or parts of it. */
    private static final Set<String> LINES = Set.of("log", "event");

    /** Two of these make an object a line. */
    private static final Set<LogField> LINE = Set.of(LogField.TS, LogField.LEVEL, LogField.LOGGER, LogField.MESSAGE);

    /** {@code @timestamp}, {@code ts} and {@code timestamp}. */
    private static final int MAX_NESTED_TIME_RANK = 3;

    private NestedLine() {}

    /** The fields that a nested line can have. */
    static Set<LogField> fields() {
        return EnumSet.copyOf(FIELDS);
    }

    /**
     * The names of the objects that look like a line.
     *
     * @param others the values that are no fields of the line, by their dotted names
     * @param own the names of the line's own time, level and stack trace; only those of the object itself may be among them
     */
    static Set<String> objects(Map<String, String> others, List<String> own) {
        Map<String, Set<LogField>> found = new HashMap<>();
        others.forEach((name, text) -> {
            LogField.Name known = meaning(name, text);
            if (known != null) {
                found.computeIfAbsent(object(name), unseen -> EnumSet.noneOf(LogField.class))
                        .add(known.field());
            }
        });
        found.entrySet().removeIf(object -> {
            object.getValue().retainAll(LINE);
            boolean looksLikeOne =
                    LINES.contains(object.getKey()) || object.getValue().size() > 1;
            String prefix = object.getKey() + ".";
            return !looksLikeOne || own.stream().anyMatch(name -> !name.startsWith(prefix));
        });
        return found.keySet();
    }

    /** What a name without its first part means; null if it has none, or the object belongs to something else. */
    static LogField.@Nullable Name meaning(String name, String text) {
        int dot = name.indexOf('.');
        LogField.Name known =
                dot < 0 || FOREIGN.contains(name.substring(0, dot)) ? null : LogField.of(name.substring(dot + 1));
        return known == null || !FIELDS.contains(known.field()) || !isPlausible(known, text) ? null : known;
    }

    /** The name of the object that holds the value with the dotted name. */
    static String object(String name) {
        return name.substring(0, name.indexOf('.'));
    }

    /** Objects of the application have dates and levels of their own. */
    private static boolean isPlausible(LogField.Name known, String text) {
        return switch (known.field()) {
            case TS -> known.rank() < MAX_NESTED_TIME_RANK;
            case LEVEL -> LogLevel.of(text).isKnown();
            default -> true;
        };
    }
}
