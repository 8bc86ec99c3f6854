package dev.tidemark.wire.codec;

import static dev.tidemark.wire.codec.JsonFields.required;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.parts.PartSums;
import dev.tidemark.wire.parts.PartTotals;
import dev.tidemark.wire.sketch.LatencySketch;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code tidemark.rollups.v1} in JSON. Beside the sketch in Base64 it has p50, p95 and p99, and beside the parts by octave in Base64
 * their totals, for consumers that do not decode them.
 */
final class RollupJson extends JsonCodec<Rollup> {

    @Override
    int usualBytes() {
        return 2048;
    }

    @Override
    void write(Rollup rollup, JsonGenerator out) throws IOException {
        RollupKeyJson.writeFields(rollup.key(), out);
        out.writeNumberField("count", rollup.count());
        out.writeNumberField("errors", rollup.errors());
        if (rollup.streams() != 0) {
            out.writeNumberField("streams", rollup.streams());
        }
        for (int i = 0; i < 5; i++) {
            out.writeNumberField(
                    "status_" + (i + 1) + "xx", rollup.statusClasses().get(i));
        }
        out.writeObjectFieldStart("errors_by_type");
        for (Map.Entry<String, Long> entry : rollup.errorsByType().entrySet()) {
            out.writeNumberField(JsonFields.storable(entry.getKey()), entry.getValue());
        }
        out.writeEndObject();
        out.writeNumberField("sum_us", rollup.sumMicros());
        if (!rollup.hasOnlyStreams()) {
            out.writeNumberField("min_us", rollup.minMicros());
            out.writeNumberField("max_us", rollup.maxMicros());
        }
        out.writeNumberField("request_bytes", rollup.requestBytes());
        out.writeNumberField("response_bytes", rollup.responseBytes());
        if (!rollup.hasOnlyStreams()) {
            for (int percent : new int[] {50, 95, 99}) {
                out.writeNumberField("p" + percent + "_us", percentile(rollup, percent));
            }
        }
        if (rollup.parts() != null) {
            writeParts(rollup.parts(), out);
        }
        out.writeFieldName("sketch");
        out.writeBinary(rollup.sketch().toBytes());
    }

    private static void writeParts(PartSums parts, JsonGenerator out) throws IOException {
        PartTotals total = parts.total();
        out.writeNumberField("measured", total.measured());
        out.writeNumberField("measured_us", total.durationMicros());
        out.writeNumberField("db_us", total.dbMicros());
        out.writeNumberField("db_calls", total.dbCalls());
        out.writeNumberField("pool_wait_us", total.poolWaitMicros());
        out.writeNumberField("redis_us", total.redisMicros());
        out.writeNumberField("redis_calls", total.redisCalls());
        out.writeNumberField("http_us", total.httpMicros());
        out.writeNumberField("http_calls", total.httpCalls());
        out.writeFieldName("parts");
        out.writeBinary(parts.toBytes());
    }

    private static long percentile(Rollup rollup, int percent) {
        return Math.round(rollup.sketch().quantile(percent / 100.0, rollup.minMicros(), rollup.maxMicros()));
    }

    @Override
    Rollup read(JsonParser in) throws IOException, MalformedEventException {
        RollupKeyJson.Fields key = new RollupKeyJson.Fields();
        Map<String, Long> numbers = new LinkedHashMap<>();
        Map<String, Long> errorsByType = Map.of();
        LatencySketch sketch = null;
        PartSums parts = null;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            switch (name) {
                case "errors_by_type" -> errorsByType = JsonFields.counts(in, name);
                case "sketch" -> sketch = JsonFields.base64(in, name, "a sketch", LatencySketch::fromBytes);
                case "parts" -> parts = JsonFields.base64(in, name, "sums of parts", PartSums::fromBytes);
                default -> {
                    if (!key.read(name, in)) {
                        readNumber(in, name, numbers);
                    }
                }
            }
        }
        long count = number(numbers, "count");
        long streams = numbers.getOrDefault("streams", 0L);
        if (streams > 0 && streams == count) {
            numbers.putIfAbsent("min_us", 0L);
            numbers.putIfAbsent("max_us", 0L);
        }
        return new Rollup(
                key.key(),
                count,
                number(numbers, "errors"),
                streams,
                Arrays.asList(
                        number(numbers, "status_1xx"),
                        number(numbers, "status_2xx"),
                        number(numbers, "status_3xx"),
                        number(numbers, "status_4xx"),
                        number(numbers, "status_5xx")),
                errorsByType,
                number(numbers, "sum_us"),
                number(numbers, "min_us"),
                number(numbers, "max_us"),
                number(numbers, "request_bytes"),
                number(numbers, "response_bytes"),
                required(sketch, "sketch"),
                parts);
    }

    private static void readNumber(JsonParser in, String name, Map<String, Long> numbers)
            throws IOException, MalformedEventException {
        switch (name) {
            case "count",
                    "errors",
                    "status_1xx",
                    "status_2xx",
                    "status_3xx",
                    "status_4xx",
                    "status_5xx",
                    "sum_us",
                    "min_us",
                    "max_us",
                    "request_bytes",
                    "response_bytes" ->
                numbers.put(name, required(JsonFields.wholeNumber(in, name, 0, Long.MAX_VALUE), name));
            case "streams" -> {
                Long streams = JsonFields.wholeNumber(in, name, 0, Long.MAX_VALUE);
                numbers.put(name, streams == null ? 0 : streams);
            }
            default -> in.skipChildren();
        }
    }

    private static long number(Map<String, Long> numbers, String name) throws MalformedEventException {
        return required(numbers.get(name), name);
    }
}
