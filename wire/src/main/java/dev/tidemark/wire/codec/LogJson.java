package dev.tidemark.wire.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.tidemark.wire.event.LogEvent;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code tidemark.logs.v1}: JSON and plain text. Writes our own names and reads those of other log encoders, too ({@link
 * LogField}): nested objects become dotted names, and values without a field of their own go to {@code fields}.
 */
final class LogJson extends JsonCodec<LogEvent> {
    /** A dotted name repeats its parents' names: without a limit, one record could fill the memory with them. */
    private static final int MAX_DOTTED_CHARS = 256;

    private static final int MAX_DOTTED_DEPTH = 16;

    /** As for the other topics, but nothing that an application can log makes the line unreadable. */
    private static final JsonFactory LENIENT = JSON.rebuild()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .streamReadConstraints(CONSTRAINTS
                    .rebuild()
                    .maxNestingDepth(500)
                    .maxNumberLength(1000)
                    .build())
            .build();

    @Override
    void write(LogEvent event, JsonGenerator out) throws IOException {
        out.writeStringField("ts", Timestamps.format(event.timestampMicros()));
        writeText(out, "service", event.service());
        writeText(out, "instance", event.instance());
        writeText(out, "level", event.level().name());
        writeText(out, "logger", event.logger());
        writeText(out, "thread", event.thread());
        writeText(out, "message", event.message());
        writeText(out, "trace_id", event.traceId());
        writeText(out, "span_id", event.spanId());
        writeText(out, "error_type", event.errorType());
        writeText(out, "stack_trace", event.stackTrace());
        writeStrings(out, "fields", event.fields());
    }

    @Override
    public void decode(byte @Nullable [] value, Consumer<? super LogEvent> visitor) throws MalformedEventException {
        decode(value, 0, visitor);
    }

    @Override
    public void decode(byte @Nullable [] value, long receivedMillis, Consumer<? super LogEvent> visitor)
            throws MalformedEventException {
        byte[] line = withoutTerminator(withoutByteOrderMark(requireValue(value)));
        LogFields fields = isObject(line) ? object(line) : TextLine.read(line);
        visitor.accept(fields.event(receivedMillis, line));
    }

    /** GELF over TCP ends each line with a NUL. */
    private static byte[] withoutTerminator(byte[] value) {
        int end = value.length;
        while (end > 0 && value[end - 1] == 0) {
            end--;
        }
        return end == value.length ? value : Arrays.copyOf(value, end);
    }

    /** Whether {@code line} begins like a JSON object, complete or not; a text may begin with a brace, too. */
    private static boolean isObject(byte[] line) {
        int begin = afterSpace(line, 0);
        if (begin == line.length || line[begin] != '{') {
            return false;
        }
        int first = afterSpace(line, begin + 1);
        boolean isEmpty = first < line.length && line[first] == '}' && afterSpace(line, first + 1) == line.length;
        return first == line.length || line[first] == '"' || isEmpty;
    }

    private static int afterSpace(byte[] line, int from) {
        int i = from;
        while (i < line.length && isSpace(line[i])) {
            i++;
        }
        return i;
    }

    private LogFields object(byte[] line) throws MalformedEventException {
        requireBraces(line);
        LogFields fields;
        try {
            fields = parse(LENIENT, line, LogJson::readFields);
        } catch (MalformedEventException e) {
            // Applications that write Latin-1 lose their umlauts, not their lines.
            byte[] utf8 = new String(line, UTF_8).getBytes(UTF_8);
            if (Arrays.equals(utf8, line)) {
                throw e;
            }
            fields = parse(LENIENT, utf8, LogJson::readFields);
        }
        String embedded = fields.embedded();
        return embedded == null ? fields : unwrapped(embedded, fields);
    }

    private static LogFields unwrapped(String embedded, LogFields outer) {
        try {
            LogFields inner = parse(LENIENT, embedded.getBytes(UTF_8), LogJson::readFields);
            inner.addOuter(outer);
            return inner;
        } catch (MalformedEventException e) {
            // The text only looks like JSON, or was cut.
            return outer;
        }
    }

    @Override
    LogEvent read(JsonParser in) throws IOException, MalformedEventException {
        return readFields(in).event(0, new byte[0]);
    }

    private static LogFields readFields(JsonParser in) throws IOException {
        LogFields fields = new LogFields();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            JsonToken token = in.nextToken();
            if (token == JsonToken.START_OBJECT && name.equals("fields")) {
                readObject(in, "", 1, fields::putGiven);
            } else if (token == JsonToken.START_ARRAY && name.equals("arguments")) {
                String array = structure(in);
                List<String> values = plainValues(array);
                fields.putArguments(values == null ? List.of() : values);
                fields.put(name, arrayText(name, array));
            } else if (token == JsonToken.START_OBJECT && isMessage(name)) {
                fields.put(name, JsonFields.storable(structure(in)));
            } else {
                readValue(in, name, 1, fields::put);
            }
        }
        return fields;
    }

    /** An object under the name {@code log} holds fields of the Elastic Common Schema. */
    private static boolean isMessage(String name) {
        LogField.Name known = LogField.of(name);
        return known != null && known.field() == LogField.MESSAGE && !name.equals("log");
    }

    private static void readObject(JsonParser in, String prefix, int depth, BiConsumer<String, String> into)
            throws IOException {
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = prefix + in.currentName();
            in.nextToken();
            readValue(in, name, depth, into);
        }
    }

    private static void readValue(JsonParser in, String name, int depth, BiConsumer<String, String> into)
            throws IOException {
        switch (in.currentToken()) {
            case START_OBJECT -> {
                if (depth < MAX_DOTTED_DEPTH && name.length() <= MAX_DOTTED_CHARS) {
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
    private static String arrayText(String name, String array) throws IOException {
        List<String> values = plainValues(array);
        LogField.Name known = LogField.of(name);
        if (values != null) {
            boolean isLines = name.endsWith("stack_trace")
                    || known != null && (known.field() == LogField.MESSAGE || known.field() == LogField.STACK_TRACE);
            return JsonFields.storable(String.join(isLines ? "\n" : ",", values));
        }
        try (JsonParser in = LENIENT.createParser(array)) {
            in.nextToken();
            String frames = StackTraceText.frames(in);
            return JsonFields.storable(frames == null ? array : frames);
        }
    }

    /** The values of an array that are not null; null if one is an object or an array. */
    private static @Nullable List<String> plainValues(String array) throws IOException {
        List<String> values = new ArrayList<>();
        try (JsonParser in = LENIENT.createParser(array)) {
            in.nextToken();
            for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
                if (token.isStructStart()) {
                    return null;
                }
                if (token != JsonToken.VALUE_NULL) {
                    values.add(in.getText());
                }
            }
        }
        return values;
    }

    /** The current object or array in JSON, with its numbers as they are written. */
    private static String structure(JsonParser in) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = LENIENT.createGenerator(text)) {
            int depth = 0;
            for (JsonToken token = in.currentToken(); ; token = in.nextToken()) {
                out.copyCurrentEventExact(in);
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth == 0) {
                    break;
                }
            }
        }
        return text.toString();
    }
}
