package dev.tidemark.wire.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.tidemark.wire.event.LogEvent;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code tidemark.logs.v1}: JSON and plain text. Writes our own names and reads those of other log encoders, too ({@link
 * LogField}): nested objects become dotted names, and values without a field of their own go to {@code fields}.
 */
final class LogJson extends JsonCodec<LogEvent> {
    /** The entry of {@code fields} that marks a line whose form is not what its beginning promises. */
    private static final String NO_JSON = "tidemark.format";

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
        LogFields fields = isObject(line) ? objectOrText(line, receivedMillis) : TextLine.read(line);
        visitor.accept(fields.event(receivedMillis, line));
    }

    /** A line that was cut on its way is still worth reading. It has no time of its own. */
    private static LogFields objectOrText(byte[] line, long receivedMillis) throws MalformedEventException {
        try {
            return object(line);
        } catch (MalformedEventException e) {
            if (receivedMillis <= 0) {
                throw e;
            }
            LogFields text = TextLine.read(line);
            text.put(NO_JSON, "text: begins like a JSON object, but is not valid JSON");
            return text;
        }
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

    private static LogFields object(byte[] line) throws MalformedEventException {
        requireBraces(line);
        LogFields fields;
        try {
            fields = parseLine(line);
        } catch (MalformedEventException e) {
            // Applications that write Latin-1 lose their umlauts, not their lines.
            byte[] utf8 = new String(line, UTF_8).getBytes(UTF_8);
            if (Arrays.equals(utf8, line)) {
                throw e;
            }
            fields = parseLine(utf8);
        }
        String embedded = fields.embedded();
        return embedded == null ? fields : unwrapped(embedded, fields);
    }

    private static LogFields unwrapped(String embedded, LogFields outer) {
        try {
            LogFields inner = parseLine(embedded.getBytes(UTF_8));
            inner.addOuter(outer);
            return inner;
        } catch (MalformedEventException e) {
            // The text only looks like JSON, or was cut.
            return outer;
        }
    }

    @Override
    LogEvent read(JsonParser in) throws IOException, MalformedEventException {
        return readFields(in, 0).event(0, new byte[0]);
    }

    private static LogFields parseLine(byte[] line) throws MalformedEventException {
        return parse(LENIENT, line, in -> readFields(in, line.length));
    }

    private static LogFields readFields(JsonParser in, int recordBytes) throws IOException {
        LogFields fields = new LogFields();
        LogNesting nesting = new LogNesting(LENIENT, recordBytes);
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            JsonToken token = in.nextToken();
            if (token == JsonToken.START_OBJECT && name.equals("fields")) {
                nesting.readObject(in, fields::putGiven);
            } else if (token == JsonToken.START_ARRAY && name.equals("arguments")) {
                String array = nesting.structure(in);
                fields.putArguments(nesting.arguments(array));
                fields.put(name, nesting.arrayText(name, array));
            } else if (token == JsonToken.START_OBJECT && isMessage(name)) {
                fields.put(name, JsonFields.storable(nesting.structure(in)));
            } else {
                nesting.readValue(in, name, fields::put);
            }
        }
        return fields;
    }

    /** An object under the name {@code log} holds fields of the Elastic Common Schema. */
    private static boolean isMessage(String name) {
        LogField.Name known = LogField.of(name);
        return known != null && known.field() == LogField.MESSAGE && !name.equals("log");
    }
}
