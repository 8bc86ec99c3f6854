package dev.tidemark.wire.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes stack traces that an encoder wrote as objects in the form of {@link Throwable#printStackTrace}. */
final class StackTraceText {
    /** The names of the object with the exception: those of logback, Quarkus and log4j. */
    private static final List<String> ROOTS = List.of("throwable.", "exception.", "thrown.", "error.");

    private static final List<String> TYPES = List.of("className", "exceptionType", "name", "type", "exception_class");
    private static final List<String> FRAMES = List.of("stepArray", "frames", "extendedStackTrace");
    private static final List<String> CAUSES = List.of("cause.", "causedBy.exception.", "causedBy.");
    private static final int MAX_CAUSES = 64;
    private static final String FRAME = "\tat ";
    private static final String LINE = "\n" + FRAME;

    private StackTraceText() {}

    /** What was thrown. */
    record Thrown(@Nullable String type, @Nullable String stackTrace) {}

    /**
     * Finds what was thrown.
     *
     * @param text the stack trace that the line has as one text; null if it has none
     * @param type the type of the exception that the line has as one text; null if it has none
     * @param fields the other fields; those of an exception that is written as an object are removed
     */
    static Thrown compose(@Nullable String text, @Nullable String type, Map<String, String> fields) {
        if (text != null && text.startsWith(FRAME)) {
            String message = fields.get("error.message");
            String head = (type == null ? "unknown" : type) + (message == null ? "" : ": " + message);
            return new Thrown(type, head + "\n" + text);
        }
        if (text != null) {
            return new Thrown(type == null ? fields.remove("exception.exceptionType") : type, text);
        }
        for (String root : ROOTS) {
            String whole = first(root, FRAMES, fields);
            if (whole != null && !whole.startsWith(FRAME) && whole.contains(LINE)) {
                String named = first(root, TYPES, fields);
                fields.values().remove(whole);
                return new Thrown(type == null ? named : type, whole);
            }
            if (framesOf(root, fields) != null) {
                StringBuilder trace = new StringBuilder();
                String outermost = append(root, fields, trace);
                return new Thrown(type == null ? outermost : type, trace.toString());
            }
        }
        return new Thrown(type, null);
    }

    /** Writes an exception and its causes; returns the exception's type. */
    private static @Nullable String append(String root, Map<String, String> fields, StringBuilder trace) {
        String outermost = null;
        String prefix = root;
        for (int i = 0; i < MAX_CAUSES && prefix != null; i++) {
            String type = first(prefix, TYPES, fields);
            String message = fields.get(prefix + "message");
            String frames = framesOf(prefix, fields);
            trace.append(i == 0 ? "" : "Caused by: ").append(type == null ? "unknown" : type);
            if (message != null && !message.isEmpty()) {
                trace.append(": ").append(message);
            }
            trace.append('\n').append(frames == null ? "" : frames);
            String common = fields.get(prefix + "commonFramesCount");
            if (common != null && !common.equals("0")) {
                trace.append("\t... ").append(common).append(" more\n");
            }
            outermost = i == 0 ? type : outermost;
            prefix = causeOf(prefix, fields);
        }
        fields.keySet().removeIf(name -> name.startsWith(root) && isWritten(name));
        return outermost;
    }

    private static boolean isWritten(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return TYPES.contains(last)
                || FRAMES.contains(last)
                || last.equals("message")
                || last.equals("commonFramesCount")
                || last.equals("refId");
    }

    private static @Nullable String causeOf(String prefix, Map<String, String> fields) {
        return CAUSES.stream()
                .map(cause -> prefix + cause)
                .filter(cause -> first(cause, TYPES, fields) != null)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String framesOf(String prefix, Map<String, String> fields) {
        String frames = first(prefix, FRAMES, fields);
        return frames == null || !(frames.isEmpty() || frames.startsWith(FRAME)) ? null : frames;
    }

    private static @Nullable String first(String prefix, List<String> names, Map<String, String> fields) {
        for (String name : names) {
            String value = fields.get(prefix + name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** The frames in an array of objects with a class and a method, one per line; null if the array holds anything else. */
    static @Nullable String frames(JsonParser in) throws IOException {
        StringBuilder frames = new StringBuilder();
        while (in.nextToken() == JsonToken.START_OBJECT) {
            Map<String, String> frame = new HashMap<>();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String name = in.currentName();
                if (in.nextToken().isStructStart()) {
                    return null;
                }
                frame.put(name, JsonFields.storable(in.getText()));
            }
            String type = frame.getOrDefault("className", frame.get("class"));
            String method = frame.getOrDefault("methodName", frame.get("method"));
            if (type == null || method == null) {
                return null;
            }
            frames.append(FRAME).append(type).append('.').append(method).append('(');
            String file = frame.getOrDefault("fileName", frame.get("file"));
            String line = frame.getOrDefault("lineNumber", frame.get("line"));
            frames.append(file == null ? "" : file)
                    .append(line == null ? "" : (file == null ? "line " : ":") + line)
                    .append(")\n");
        }
        return in.currentToken() == JsonToken.END_ARRAY && !frames.isEmpty() ? frames.toString() : null;
    }
}
