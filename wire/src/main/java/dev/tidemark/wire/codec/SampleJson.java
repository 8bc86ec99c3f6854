package dev.tidemark.wire.codec;

import static dev.tidemark.wire.codec.JsonFields.required;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.SampleEvent;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code tidemark.samples.v1} in JSON. */
final class SampleJson extends JsonCodec<SampleEvent> {

    @Override
    void write(SampleEvent event, JsonGenerator out) throws IOException {
        out.writeStringField("ts", Timestamps.format(event.timestampMicros()));
        writeText(out, "service", event.service());
        writeText(out, "instance", event.instance());
        writeText(out, "metric_type", event.metricType().wireName());
        writeText(out, "metric_name", event.metricName());
        out.writeNumberField("value", event.value());
        writeStrings(out, "metadata", event.metadata());
    }

    @Override
    SampleEvent read(JsonParser in) throws IOException, MalformedEventException {
        Fields fields = new Fields();
        readEach(in, fields::read);
        return fields.event();
    }

    private static final class Fields {
        private @Nullable String ts;
        private @Nullable String service;
        private @Nullable String instance;
        private @Nullable MetricType metricType;
        private @Nullable String metricName;
        private @Nullable Double value;
        private Map<String, String> metadata = Map.of();

        void read(String name, JsonParser in) throws IOException, MalformedEventException {
            switch (name) {
                case "ts" -> ts = JsonFields.text(in, name);
                case "service" -> service = JsonFields.text(in, name);
                case "instance" -> instance = JsonFields.text(in, name);
                case "metric_type" -> metricType = metricType(in, name);
                case "metric_name" -> metricName = JsonFields.text(in, name);
                case "value" -> value = JsonFields.number(in, name);
                case "metadata" -> metadata = JsonFields.strings(in, name);
                default -> in.skipChildren();
            }
        }

        private static MetricType metricType(JsonParser in, String name) throws IOException, MalformedEventException {
            MetricType type = MetricType.of(required(JsonFields.text(in, name), name));
            if (type == null) {
                throw JsonFields.wrong(name, in, "api, redis, postgres, cache, system or business");
            }
            return type;
        }

        SampleEvent event() throws MalformedEventException {
            return new SampleEvent(
                    Timestamps.parse("ts", required(ts, "ts")),
                    required(service, "service"),
                    instance,
                    required(metricType, "metric_type"),
                    required(metricName, "metric_name"),
                    required(value, "value"),
                    metadata);
        }
    }
}
