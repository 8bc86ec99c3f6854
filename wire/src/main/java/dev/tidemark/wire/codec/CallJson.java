package dev.tidemark.wire.codec;

import static dev.tidemark.wire.codec.JsonFields.required;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.sketch.LatencySketch;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@code tidemark.calls.v1} in JSON. */
final class CallJson extends JsonCodec<CallSummary> {

    @Override
    void write(CallSummary event, JsonGenerator out) throws IOException {
        out.writeStringField("ts", Timestamps.format(event.timestampMicros()));
        writeText(out, "service", event.service());
        writeText(out, "instance", event.instance());
        writeText(out, "method", event.method());
        writeText(out, "route", event.route());
        writeText(out, "kind", event.kind().wireName());
        writeText(out, "target", event.target());
        writeText(out, "operation", event.operation());
        out.writeNumberField("count", event.count());
        out.writeNumberField("errors", event.errors());
        out.writeNumberField("sum_us", event.sumMicros());
        out.writeNumberField("max_us", event.maxMicros());
        writeNumber(out, "rows", event.rows());
        writeNumber(out, "hits", event.hits());
        writeNumber(out, "misses", event.misses());
        out.writeFieldName("sketch");
        out.writeBinary(event.sketch().toBytes());
    }

    @Override
    CallSummary read(JsonParser in) throws IOException, MalformedEventException {
        Fields fields = new Fields();
        readEach(in, fields::read);
        return fields.event();
    }

    private static final class Fields {
        private @Nullable String ts;
        private @Nullable String service;
        private @Nullable String instance;
        private @Nullable String method;
        private @Nullable String route;
        private @Nullable CallKind kind;
        private @Nullable String target;
        private @Nullable String operation;
        private @Nullable Long count;
        private @Nullable Long errors;
        private @Nullable Long sum;
        private @Nullable Long max;
        private @Nullable Long rows;
        private @Nullable Long hits;
        private @Nullable Long misses;
        private @Nullable LatencySketch sketch;

        void read(String name, JsonParser in) throws IOException, MalformedEventException {
            switch (name) {
                case "ts" -> ts = JsonFields.text(in, name);
                case "service" -> service = JsonFields.text(in, name);
                case "instance" -> instance = JsonFields.text(in, name);
                case "method" -> method = JsonFields.text(in, name);
                case "route" -> route = JsonFields.text(in, name);
                case "kind" -> kind = kind(in, name);
                case "target" -> target = JsonFields.text(in, name);
                case "operation" -> operation = JsonFields.text(in, name);
                case "count" -> count = JsonFields.wholeNumber(in, name, 1, Long.MAX_VALUE);
                case "errors" -> errors = JsonFields.wholeNumber(in, name, 0, Long.MAX_VALUE);
                case "sum_us" -> sum = JsonFields.wholeNumber(in, name, 0, Long.MAX_VALUE);
                case "max_us" -> max = JsonFields.wholeNumber(in, name, 0, RequestEvent.MAX_DURATION_MICROS);
                case "rows" -> rows = JsonFields.wholeNumber(in, name, 0, Long.MAX_VALUE);
                case "hits" -> hits = JsonFields.wholeNumber(in, name, 0, Long.MAX_VALUE);
                case "misses" -> misses = JsonFields.wholeNumber(in, name, 0, Long.MAX_VALUE);
                case "sketch" -> sketch = JsonFields.base64(in, name, "a sketch", LatencySketch::fromBytes);
                default -> in.skipChildren();
            }
        }

        private static CallKind kind(JsonParser in, String name) throws IOException, MalformedEventException {
            CallKind kind = CallKind.of(required(JsonFields.text(in, name), name));
            if (kind == null) {
                throw JsonFields.wrong(name, in, "db, pool, redis or http");
            }
            return kind;
        }

        CallSummary event() throws MalformedEventException {
            CallSummary event = new CallSummary(
                    Timestamps.parse("ts", required(ts, "ts")),
                    required(service, "service"),
                    instance,
                    method,
                    route,
                    required(kind, "kind"),
                    required(target, "target"),
                    required(operation, "operation"),
                    required(count, "count"),
                    required(errors, "errors"),
                    required(sum, "sum_us"),
                    required(max, "max_us"),
                    rows,
                    hits,
                    misses,
                    required(sketch, "sketch"));
            String conflict = event.conflict();
            if (conflict != null) {
                throw new MalformedEventException(conflict);
            }
            return event;
        }
    }
}
