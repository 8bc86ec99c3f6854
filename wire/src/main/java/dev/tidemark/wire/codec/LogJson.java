package dev.tidemark.wire.codec;

import static dev.tidemark.wire.codec.JsonFields.required;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code tidemark.logs.v1} in JSON. Also reads the lines of the Logstash encoder and of the Elastic Common Schema:
 * {@link #ALIASES} maps their names to ours, nested objects become dotted names, and all other values go to {@code
 * fields}.
 */
final class LogJson extends JsonCodec<LogEvent> {
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("@timestamp", "ts"),
            Map.entry("service.name", "service"),
            Map.entry("service.node.name", "instance"),
            Map.entry("log.level", "level"),
            Map.entry("log.logger", "logger"),
            Map.entry("logger_name", "logger"),
            Map.entry("process.thread.name", "thread"),
            Map.entry("thread_name", "thread"),
            Map.entry("trace.id", "trace_id"),
            Map.entry("traceId", "trace_id"),
            Map.entry("span.id", "span_id"),
            Map.entry("spanId", "span_id"),
            Map.entry("error.type", "error_type"),
            Map.entry("error.stack_trace", "stack_trace"));

    /** A dotted name repeats its parents' names: without a limit, one record could fill the memory with them. */
    private static final int MAX_DOTTED_CHARS = 256;

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
    LogEvent read(JsonParser in) throws IOException, MalformedEventException {
        Fields fields = new Fields();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            if (in.nextToken() == JsonToken.START_OBJECT && name.equals("fields")) {
                readObject(in, "", fields.others::put);
            } else {
                readValue(in, name, fields::put);
            }
        }
        return fields.event();
    }

    private static void readObject(JsonParser in, String prefix, BiConsumer<String, String> into)
            throws IOException, MalformedEventException {
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = prefix + in.currentName();
            if (!prefix.isEmpty() && name.length() > MAX_DOTTED_CHARS) {
                throw new MalformedEventException(JsonFields.shorten(name) + " of " + name.length()
                        + " characters: expected names of nested fields of at most " + MAX_DOTTED_CHARS);
            }
            in.nextToken();
            readValue(in, name, into);
        }
    }

    private static void readValue(JsonParser in, String name, BiConsumer<String, String> into)
            throws IOException, MalformedEventException {
        switch (in.currentToken()) {
            case START_OBJECT -> readObject(in, name + ".", into);
            case START_ARRAY -> into.accept(JsonFields.storable(name), readArray(in, name));
            case VALUE_NULL -> {}
            default -> into.accept(JsonFields.storable(name), JsonFields.storable(in.getText()));
        }
    }

    /** The plain values of an array, such as the lines of a stack trace or Logstash's tags. */
    private static String readArray(JsonParser in, String name) throws IOException {
        String separator = name.endsWith("stack_trace") ? "\n" : ",";
        StringBuilder values = new StringBuilder();
        int depth = 1;
        while (depth > 0) {
            JsonToken token = in.nextToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                values.append(values.isEmpty() ? "" : separator).append(in.getText());
            }
        }
        return JsonFields.storable(values.toString());
    }

    private static final class Fields {
        private final Map<String, String> own = new LinkedHashMap<>();
        private final Map<String, String> others = new LinkedHashMap<>();

        void put(String name, String value) {
            String canonical = ALIASES.getOrDefault(name, name);
            switch (canonical) {
                case "ts",
                        "service",
                        "instance",
                        "level",
                        "logger",
                        "thread",
                        "message",
                        "trace_id",
                        "span_id",
                        "error_type",
                        "stack_trace" -> own.put(canonical, value);
                default -> others.put(name, value);
            }
        }

        LogEvent event() throws MalformedEventException {
            String level = own.get("level");
            return new LogEvent(
                    Timestamps.parse("ts", required(own.get("ts"), "ts")),
                    or(own.get("service"), LogEvent.UNKNOWN_SERVICE),
                    own.get("instance"),
                    level == null ? LogLevel.INFO : LogLevel.of(level),
                    own.get("logger"),
                    own.get("thread"),
                    required(own.get("message"), "message"),
                    own.get("trace_id"),
                    own.get("span_id"),
                    own.get("error_type"),
                    own.get("stack_trace"),
                    others);
        }

        private static String or(@Nullable String value, String otherwise) {
            return value == null ? otherwise : value;
        }
    }
}
