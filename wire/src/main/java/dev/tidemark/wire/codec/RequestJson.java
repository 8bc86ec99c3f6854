package dev.tidemark.wire.codec;

import static dev.tidemark.wire.codec.JsonFields.required;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code tidemark.requests.v1} in JSON. */
final class RequestJson extends JsonCodec<RequestEvent> {
    private final Interner strings = new Interner();
    private final boolean ids;

    /** @param ids whether ids are always decoded; if not, the fast path skips them */
    RequestJson(boolean ids) {
        this.ids = ids;
    }

    @Override
    public Codec<RequestEvent> withoutIds() {
        return new RequestJson(false);
    }

    @Override
    void write(RequestEvent event, JsonGenerator out) throws IOException {
        out.writeStringField("ts", Timestamps.format(event.timestampMicros()));
        writeText(out, "service", event.service());
        writeText(out, "instance", event.instance());
        writeText(out, "method", event.method());
        writeText(out, "route", event.route());
        out.writeNumberField("status", event.status());
        out.writeNumberField("duration_us", event.durationMicros());
        writeText(out, "trace_id", event.traceId());
        writeText(out, "span_id", event.spanId());
        writeText(out, "error_type", event.errorType());
        writeNumber(out, "request_bytes", event.requestBytes());
        writeNumber(out, "response_bytes", event.responseBytes());
        writeText(out, "parent_span_id", RequestBatch.spanIdOrNull(event.parentSpanId()));
        if (event.stream()) {
            out.writeBooleanField("stream", true);
        }
        RequestParts parts = event.parts();
        if (parts != null) {
            out.writeNumberField("db_us", parts.dbMicros());
            out.writeNumberField("db_calls", parts.dbCalls());
            out.writeNumberField("pool_wait_us", parts.poolWaitMicros());
            out.writeNumberField("redis_us", parts.redisMicros());
            out.writeNumberField("redis_calls", parts.redisCalls());
            out.writeNumberField("http_us", parts.httpMicros());
            out.writeNumberField("http_calls", parts.httpCalls());
        }
    }

    @Override
    @Nullable RequestEvent scan(byte[] value) throws MalformedEventException {
        return new RequestJsonScanner(value, strings, ids).scan();
    }

    @Override
    RequestEvent read(JsonParser in) throws IOException, MalformedEventException {
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
        private @Nullable Long status;
        private @Nullable Long duration;
        private @Nullable String traceId;
        private @Nullable String spanId;
        private @Nullable String errorType;
        private @Nullable Long requestBytes;
        private @Nullable Long responseBytes;
        private @Nullable String parentSpanId;
        private boolean stream;
        private final PartFields parts = new PartFields();

        void read(String name, JsonParser in) throws IOException, MalformedEventException {
            switch (name) {
                case "ts" -> ts = JsonFields.text(in, name);
                case "service" -> service = JsonFields.text(in, name);
                case "instance" -> instance = JsonFields.text(in, name);
                case "method" -> method = JsonFields.text(in, name);
                case "route" -> route = JsonFields.text(in, name);
                case "status" -> status = JsonFields.wholeNumber(in, name, 100, 599);
                case "duration_us" -> duration = JsonFields.wholeNumber(in, name, 0, RequestEvent.MAX_DURATION_MICROS);
                case "trace_id" -> traceId = JsonFields.text(in, name);
                case "span_id" -> spanId = JsonFields.text(in, name);
                case "error_type" -> errorType = JsonFields.text(in, name);
                case "request_bytes" -> requestBytes = JsonFields.wholeNumber(in, name, 0, Long.MAX_VALUE);
                case "response_bytes" -> responseBytes = JsonFields.wholeNumber(in, name, 0, Long.MAX_VALUE);
                case "parent_span_id" -> parentSpanId = JsonFields.text(in, name);
                case "stream" -> {
                    stream = in.currentToken() == JsonToken.VALUE_TRUE;
                    // A producer may have used the name for something of its own.
                    in.skipChildren();
                }
                default -> {
                    if (!parts.read(name, in)) {
                        in.skipChildren();
                    }
                }
            }
        }

        RequestEvent event() throws MalformedEventException {
            return new RequestEvent(
                    Timestamps.parse("ts", required(ts, "ts")),
                    required(service, "service"),
                    instance,
                    required(method, "method"),
                    required(route, "route"),
                    required(status, "status").intValue(),
                    required(duration, "duration_us"),
                    traceId,
                    spanId,
                    errorType,
                    requestBytes,
                    responseBytes,
                    RequestBatch.spanIdOrNull(parentSpanId),
                    stream,
                    parts.parts());
        }
    }

    /** A request with one of these fields was measured; those that it lacks are 0. */
    private static final class PartFields {
        private static final List<String> NAMES =
                List.of("db_us", "db_calls", "pool_wait_us", "redis_us", "redis_calls", "http_us", "http_calls");

        private final long[] values = new long[NAMES.size()];
        private boolean any;

        boolean read(String name, JsonParser in) throws IOException, MalformedEventException {
            int at = NAMES.indexOf(name);
            if (at < 0) {
                return false;
            }
            long most = name.endsWith("_us") ? RequestEvent.MAX_DURATION_MICROS : RequestParts.MAX_CALLS;
            Long value = JsonFields.wholeNumber(in, name, 0, most);
            if (value != null) {
                values[at] = value;
                any = true;
            }
            return true;
        }

        @Nullable RequestParts parts() {
            return any
                    ? new RequestParts(values[0], values[1], values[2], values[3], values[4], values[5], values[6])
                    : null;
        }
    }
}
