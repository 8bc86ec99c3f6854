package dev.tidemark.wire.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the objects and arrays of one line: nested objects become dotted names, arrays become text. The names of one line
 * together are bounded; what is beyond the bound stays JSON. Not thread-safe.
 */
final class LogNesting {
    /** A dotted name repeats its parents' names: without limits, one record could fill the memory with them. */
    private static final int MAX_NAME_CHARS = 256;

    private static final int MAX_DEPTH = 16;
    private static final int MAX_NAMES = 1000;
    private static final int MIN_CHARS = 4096;
    private static final int MAX_ARGUMENTS = 64;

    private final JsonFactory json;
    private int names = MAX_NAMES;
    private long chars;

    /** @param recordBytes the length of the record that holds the line */
    LogNesting(JsonFactory json, int recordBytes) {
        this.json = json;
        this.chars = MIN_CHARS + 2L * recordBytes;
    }

    /** Reads the fields of the current object. */
    void readObject(JsonParser in, BiConsumer<String, String> into) throws IOException {
        readObject(in, "", 1, into);
    }

    private void readObject(JsonParser in, String prefix, int depth, BiConsumer<String, String> into)
            throws IOException {
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String last = in.currentName();
            if (!prefix.isEmpty() && !claim(prefix.length() + last.length())) {
                // No field of the event has such a name.
                into.accept(JsonFields.storable(prefix + "*"), JsonFields.storable(rest(in)));
                return;
            }
            in.nextToken();
            readValue(in, prefix + last, depth, into);
        }
    }

    private boolean claim(int length) {
        if (names == 0 || chars < length) {
            names = 0;
            return false;
        }
        names--;
        chars -= length;
        return true;
    }

    /** Reads the current value. */
    void readValue(JsonParser in, String name, BiConsumer<String, String> into) throws IOException {
        readValue(in, name, 1, into);
    }

    private void readValue(JsonParser in, String name, int depth, BiConsumer<String, String> into) throws IOException {
        switch (in.currentToken()) {
            case START_OBJECT -> {
                if (depth < MAX_DEPTH && name.length() <= MAX_NAME_CHARS) {
                    readObject(in, name + ".", depth + 1, into);
                } else {
                    into.accept(JsonFields.storable(name), JsonFields.storable(structure(in)));
                }
            }
            case START_ARRAY -> into.accept(JsonFields.storable(name), arrayText(name, structure(in)));
            case VALUE_NULL -> {}
            default -> into.accept(JsonFields.storable(name), JsonFields.storable(in.getText()));
        }
    }

    /**
     * An array as text: plain values such as tags are joined, lines are put below each other, frames become a stack
     * trace. An array of objects stays JSON, which keeps their names.
     */
    String arrayText(String name, String array) throws IOException {
        LogField.Name known = LogField.of(name);
        boolean isLines = name.endsWith("stack_trace")
                || known != null && (known.field() == LogField.MESSAGE || known.field() == LogField.STACK_TRACE);
        String joined = joined(array, isLines ? '\n' : ',');
        if (joined != null) {
            return JsonFields.storable(joined);
        }
        try (JsonParser in = json.createParser(array)) {
            in.nextToken();
            String frames = StackTraceText.frames(in);
            return JsonFields.storable(frames == null ? array : frames);
        }
    }

    /** The values of an array that are not null; null if one is an object or an array. An array can have millions. */
    private @Nullable String joined(String array, char separator) throws IOException {
        StringBuilder values = new StringBuilder();
        boolean isFirst = true;
        try (JsonParser in = json.createParser(array)) {
            in.nextToken();
            for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
                if (token.isStructStart()) {
                    return null;
                }
                if (token != JsonToken.VALUE_NULL) {
                    if (!isFirst) {
                        values.append(separator);
                    }
                    values.append(in.getTextCharacters(), in.getTextOffset(), in.getTextLength());
                    isFirst = false;
                }
            }
        }
        return values.toString();
    }

    /** The first plain values of an array, for the placeholders of a message; none if there is an object or an array before them. */
    List<String> arguments(String array) throws IOException {
        List<String> values = new ArrayList<>();
        try (JsonParser in = json.createParser(array)) {
            in.nextToken();
            for (JsonToken token = in.nextToken();
                    token != JsonToken.END_ARRAY && values.size() < MAX_ARGUMENTS;
                    token = in.nextToken()) {
                if (token.isStructStart()) {
                    return List.of();
                }
                if (token != JsonToken.VALUE_NULL) {
                    values.add(in.getText());
                }
            }
        }
        return values;
    }

    /** The current object or array in JSON, with its numbers as they are written. */
    String structure(JsonParser in) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = json.createGenerator(text)) {
            copy(in, out, 0);
        }
        return text.toString();
    }

    /** The fields from the current one on to the end of their object. */
    private String rest(JsonParser in) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = json.createGenerator(text)) {
            out.writeStartObject();
            copy(in, out, 1);
        }
        return text.toString();
    }

    private static void copy(JsonParser in, JsonGenerator out, int open) throws IOException {
        int depth = open;
        for (JsonToken token = in.currentToken(); ; token = in.nextToken()) {
            out.copyCurrentEventExact(in);
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (depth == 0) {
                return;
            }
        }
    }
}
