package dev.tidemark.wire;

import dev.tidemark.wire.codec.Codec;
import dev.tidemark.wire.codec.Codecs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A value that its topic rejects.
 *
 * @param schema the name of the JSON Schema of its topic
 * @param codec the encoding
 * @param json the value
 * @param message the codec's error message
 * @param bySchema whether the schema rejects it, too; a schema cannot express every rule
 */
public record Refused(String schema, Codec<?> codec, String json, String message, boolean bySchema) {
    private static final String RFC_3339 = ": expected RFC 3339, such as 2026-11-21T09:40:34.123456Z";
    private static final String STATUS = ": expected a whole number from 100 to 599";
    private static final String DURATION = ": expected a whole number from 0 to 604800000000";
    private static final String COUNT = ": expected a whole number from 0 to 9223372036854775807";
    private static final String TYPES = ": expected api, redis, postgres, cache, system or business";
    private static final String SKETCH = ": expected a sketch in Base64; ";

    public static Stream<Refused> all() {
        return Stream.of(requests(), logs(), samples(), rollups(), rollupKeys()).flatMap(stream -> stream);
    }

    private static Stream<Refused> requests() {
        return Stream.of(
                missing("request", "ts"),
                missing("request", "service"),
                missing("request", "method"),
                missing("request", "route"),
                missing("request", "status"),
                missing("request", "duration_us"),
                bad("request", "ts", "null", "no ts: expected in every event of this topic"),
                bad("request", "service", "null", "no service: expected in every event of this topic"),
                bad("request", "status", "null", "no status: expected in every event of this topic"),
                bad("request", "ts", "1795254034123", "ts 1795254034123: expected a string"),
                bad("request", "ts", "''", "ts \"\"" + RFC_3339),
                bad("request", "ts", "'yesterday'", "ts \"yesterday\"" + RFC_3339),
                bad("request", "ts", "'2026-11-21'", "ts \"2026-11-21\"" + RFC_3339),
                bad("request", "ts", "'2026-11-21T09:40:34'", "ts \"2026-11-21T09:40:34\"" + RFC_3339),
                bad("request", "ts", "'2026-11-21 09:40:34Z'", "ts \"2026-11-21 09:40:34Z\"" + RFC_3339),
                bad("request", "ts", "'2026-13-01T00:00:00Z'", "ts \"2026-13-01T00:00:00Z\"" + RFC_3339),
                bad("request", "ts", "'2026-02-30T00:00:00Z'", "ts \"2026-02-30T00:00:00Z\"" + RFC_3339),
                bad("request", "ts", "'2026-11-21T25:00:00Z'", "ts \"2026-11-21T25:00:00Z\"" + RFC_3339),
                bad("request", "ts", "'2026-11-21T09:40:34+0100'", "ts \"2026-11-21T09:40:34+0100\"" + RFC_3339),
                bad("request", "ts", "'2026-11-21T09:40:34+19:00'", "ts \"2026-11-21T09:40:34+19:00\"" + RFC_3339),
                bad("request", "ts", "'+10000-01-01T00:00:00Z'", "ts \"+10000-01-01T00:00:00Z\"" + RFC_3339),
                bad("request", "ts", "'-0001-01-01T00:00:00Z'", "ts \"-0001-01-01T00:00:00Z\"" + RFC_3339),
                bad("request", "ts", "'0000-12-31T23:59:59Z'", "ts \"0000-12-31T23:59:59Z\"" + RFC_3339)
                        .onlyByCodec(),
                bad("request", "service", "7", "service 7: expected a string"),
                bad("request", "instance", "false", "instance false: expected a string"),
                bad("request", "method", "['GET']", "method […]: expected a string"),
                bad("request", "route", "{'path':'/'}", "route {…}: expected a string"),
                bad("request", "trace_id", "1e3", "trace_id 1e3: expected a string"),
                bad("request", "span_id", "[]", "span_id […]: expected a string"),
                bad("request", "error_type", "404", "error_type 404: expected a string"),
                bad("request", "status", "99", "status 99" + STATUS),
                bad("request", "status", "600", "status 600" + STATUS),
                bad("request", "status", "-200", "status -200" + STATUS),
                bad("request", "status", "'200'", "status \"200\"" + STATUS),
                bad("request", "status", "200.5", "status 200.5" + STATUS),
                bad("request", "status", "200.0", "status 200.0" + STATUS).onlyByCodec(),
                bad("request", "status", "2e2", "status 2e2" + STATUS).onlyByCodec(),
                bad("request", "status", "true", "status true" + STATUS),
                bad("request", "status", "{}", "status {…}" + STATUS),
                bad("request", "status", "18446744073709551816", "status 18446744073709551816" + STATUS),
                bad("request", "duration_us", "-1", "duration_us -1" + DURATION),
                bad("request", "duration_us", "604800000001", "duration_us 604800000001" + DURATION),
                bad("request", "duration_us", "1.5", "duration_us 1.5" + DURATION),
                bad("request", "duration_us", "'NaN'", "duration_us \"NaN\"" + DURATION),
                bad("request", "duration_us", "9223372036854775808", "duration_us 9223372036854775808" + DURATION),
                bad("request", "request_bytes", "-1", "request_bytes -1" + COUNT),
                bad("request", "response_bytes", "9223372036854775808", "response_bytes 9223372036854775808" + COUNT),
                bad("request", "response_bytes", "'1 kB'", "response_bytes \"1 kB\"" + COUNT));
    }

    /** Without the time at which the broker stored it, a line needs a time of its own. */
    private static Stream<Refused> logs() {
        return Stream.of(
                missing("log", "ts").onlyByCodec(),
                bad("log", "ts", "'noon'", "ts \"noon\"" + RFC_3339).onlyByCodec(),
                bad("log", "ts", "'12'", "ts \"12\"" + RFC_3339).onlyByCodec());
    }

    private static Stream<Refused> samples() {
        return Stream.of(
                missing("sample", "ts"),
                missing("sample", "service"),
                missing("sample", "metric_type"),
                missing("sample", "metric_name"),
                missing("sample", "value"),
                bad("sample", "value", "null", "no value: expected in every event of this topic"),
                bad("sample", "metric_type", "null", "no metric_type: expected in every event of this topic"),
                bad("sample", "metric_type", "'disk'", "metric_type \"disk\"" + TYPES),
                bad("sample", "metric_type", "'SYSTEM'", "metric_type \"SYSTEM\"" + TYPES),
                bad("sample", "metric_name", "[1]", "metric_name […]: expected a string"),
                bad("sample", "value", "'NaN'", "value \"NaN\": expected a finite number"),
                bad("sample", "value", "'Infinity'", "value \"Infinity\": expected a finite number"),
                bad("sample", "value", "'1.5'", "value \"1.5\": expected a finite number"),
                bad("sample", "value", "true", "value true: expected a finite number"),
                bad("sample", "value", "{}", "value {…}: expected a finite number"),
                bad("sample", "value", "1e999", "value 1e999: expected a finite number")
                        .onlyByCodec(),
                bad("sample", "value", "-1e999", "value -1e999: expected a finite number")
                        .onlyByCodec(),
                bad("sample", "metadata", "'mount=/'", "metadata \"mount=/\": expected an object of strings"),
                bad("sample", "metadata", "['/']", "metadata […]: expected an object of strings"),
                bad("sample", "metadata", "{'a':{'b':'c'}}", "metadata.a {…}: expected a string"),
                bad("sample", "metadata", "{'a':['b']}", "metadata.a […]: expected a string"));
    }

    private static Stream<Refused> rollups() {
        return Stream.of(
                        Stream.of("count", "errors", "sum_us", "min_us", "max_us", "request_bytes", "response_bytes")
                                .map(field -> missing("rollup", field)),
                        Stream.of(
                                        "status_1xx",
                                        "status_2xx",
                                        "status_3xx",
                                        "status_4xx",
                                        "status_5xx",
                                        "sketch",
                                        "window")
                                .map(field -> missing("rollup", field)),
                        Stream.of(
                                bad("rollup", "count", "-1", "count -1" + COUNT),
                                bad("rollup", "streams", "-1", "streams -1" + COUNT),
                                bad("rollup", "streams", "true", "streams true" + COUNT),
                                bad("rollup", "count", "null", "no count: expected in every event of this topic"),
                                bad("rollup", "status_2xx", "1.5", "status_2xx 1.5" + COUNT),
                                bad("rollup", "sum_us", "9223372036854775808", "sum_us 9223372036854775808" + COUNT),
                                bad(
                                        "rollup",
                                        "errors_by_type",
                                        "[]",
                                        "errors_by_type […]: expected an object of counts"),
                                bad("rollup", "errors_by_type", "{'404':-1}", "errors_by_type.404 -1" + COUNT),
                                bad("rollup", "errors_by_type", "{'404':'1'}", "errors_by_type.404 \"1\"" + COUNT),
                                bad("rollup", "sketch", "7", "sketch 7: expected a string"),
                                bad("rollup", "sketch", "null", "no sketch: expected in every event of this topic"),
                                bad(
                                        "rollup",
                                        "sketch",
                                        "'AQA*'",
                                        "sketch \"AQA*\"" + SKETCH + "Illegal base64 character 2a"),
                                bad(
                                        "rollup",
                                        "sketch",
                                        "''",
                                        "sketch \"\"" + SKETCH + "sketch of 0 bytes: expected version 1"),
                                bad(
                                                "rollup",
                                                "sketch",
                                                "'AgAA'",
                                                "sketch \"AgAA\"" + SKETCH
                                                        + "sketch of 3 bytes and version 2: expected version 1")
                                        .onlyByCodec(),
                                bad(
                                                "rollup",
                                                "sketch",
                                                "'AQ=='",
                                                "sketch \"AQ==\"" + SKETCH
                                                        + "sketch cut off after 1 bytes: expected more")
                                        .onlyByCodec()))
                .flatMap(stream -> stream);
    }

    private static Stream<Refused> rollupKeys() {
        return Stream.of(
                missing("rollup-key", "service"),
                missing("rollup-key", "method"),
                missing("rollup-key", "route"),
                missing("rollup-key", "window"),
                missing("rollup-key", "window_start"),
                bad("rollup-key", "window", "'5m'", "window \"5m\": expected 10s, 1m or 1h"),
                bad("rollup-key", "window", "10", "window 10: expected a string"),
                bad("rollup-key", "window_start", "'now'", "window_start \"now\"" + RFC_3339));
    }

    private static Refused missing(String schema, String field) {
        return bad(schema, field, null, "no " + field + ": expected in every event of this topic");
    }

    /** A valid value with one bad field; single quotes stand for double ones. */
    private static Refused bad(String schema, String field, @Nullable String json, String message) {
        Map<String, String> fields = new LinkedHashMap<>(good(schema));
        if (json == null) {
            fields.remove(field);
        } else {
            fields.put(field, json.replace('\'', '"'));
        }
        return new Refused(schema, codec(schema), written(fields), message, true);
    }

    private Refused onlyByCodec() {
        return new Refused(schema, codec, json, message, false);
    }

    private static Codec<?> codec(String schema) {
        return switch (schema) {
            case "request" -> Codecs.REQUEST_JSON;
            case "log" -> Codecs.LOG_JSON;
            case "sample" -> Codecs.SAMPLE_JSON;
            case "rollup" -> Codecs.ROLLUP_JSON;
            case "rollup-key" -> Codecs.ROLLUP_KEY_JSON;
            default -> throw new IllegalArgumentException(schema);
        };
    }

    private static Map<String, String> good(String schema) {
        Map<String, String> fields = new LinkedHashMap<>();
        switch (schema) {
            case "request" -> {
                fields.put("ts", "\"2026-11-21T09:40:34.123456Z\"");
                fields.put("service", "\"shop\"");
                fields.put("method", "\"GET\"");
                fields.put("route", "\"/\"");
                fields.put("status", "200");
                fields.put("duration_us", "1500");
            }
            case "log" -> {
                fields.put("ts", "\"2026-11-21T09:40:34.123456Z\"");
                fields.put("message", "\"started\"");
            }
            case "sample" -> {
                fields.put("ts", "\"2026-11-21T09:40:34.123456Z\"");
                fields.put("service", "\"shop\"");
                fields.put("metric_type", "\"system\"");
                fields.put("metric_name", "\"cpu_percent\"");
                fields.put("value", "1.5");
            }
            default -> {
                fields.put("service", "\"shop\"");
                fields.put("method", "\"GET\"");
                fields.put("route", "\"/\"");
                fields.put("window", "\"10s\"");
                fields.put("window_start", "\"2026-11-21T09:40:30Z\"");
            }
        }
        if (schema.equals("rollup")) {
            for (String count :
                    new String[] {"count", "errors", "sum_us", "min_us", "max_us", "p50_us", "p95_us", "p99_us"}) {
                fields.put(count, "1");
            }
            for (int i = 1; i <= 5; i++) {
                fields.put("status_" + i + "xx", "0");
            }
            fields.put("request_bytes", "0");
            fields.put("response_bytes", "0");
            fields.put("sketch", "\"AQAA\"");
        }
        return fields;
    }

    /** Valid values; each rejected one differs from its counterpart in one field. */
    public static Stream<Refused> accepted() {
        return Stream.of("request", "log", "sample", "rollup", "rollup-key")
                .map(schema -> new Refused(schema, codec(schema), written(good(schema)), "", false));
    }

    private static String written(Map<String, String> fields) {
        StringBuilder json = new StringBuilder("{");
        fields.forEach((name, value) -> json.append(json.length() == 1 ? "" : ",")
                .append('"')
                .append(name)
                .append("\":")
                .append(value));
        return json.append('}').toString();
    }

    @Override
    public String toString() {
        return schema + " " + json;
    }
}
