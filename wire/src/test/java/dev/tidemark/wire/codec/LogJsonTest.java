package dev.tidemark.wire.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("java17")
final class LogJsonTest {

    @Test
    void decode_unknownFields_areKept() throws MalformedEventException {
        LogEvent event = decode("""
                "order":4711,"ok":true,"rate":0.50,"none":null,"empty":{},"tags":["a",1,null,[true],{"k":"v"}],"a":{"b":{"c":"d","e":[]}}""");

        assertThat(event.fields())
                .containsExactly(
                        Map.entry("order", "4711"),
                        Map.entry("ok", "true"),
                        Map.entry("rate", "0.50"),
                        Map.entry("tags", "a,1,true,v"),
                        Map.entry("a.b.c", "d"),
                        Map.entry("a.b.e", ""));
    }

    @Test
    void decode_nestedFields_areNotReadAsEventFields() throws MalformedEventException {
        LogEvent event = decode("""
                "fields":{"ts":"x","level":"ERROR","service":{"name":"inner"},"fields":{"deep":1},"n":2,"none":null,"list":[1,2]}""");

        assertThat(event.level()).isEqualTo(LogLevel.INFO);
        assertThat(event.service()).isEqualTo(LogEvent.UNKNOWN_SERVICE);
        assertThat(event.fields())
                .containsExactly(
                        Map.entry("ts", "x"),
                        Map.entry("level", "ERROR"),
                        Map.entry("service.name", "inner"),
                        Map.entry("fields.deep", "1"),
                        Map.entry("n", "2"),
                        Map.entry("list", "1,2"));
    }

    @Test
    void decode_fieldsNotAnObject_isKeptAsAField() throws MalformedEventException {
        assertThat(decode("\"fields\":\"a=b\"").fields()).containsExactly(Map.entry("fields", "a=b"));
        assertThat(decode("\"fields\":null").fields()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "service.name, service", "service.node.name, instance", "log.logger, logger", "logger_name, logger",
        "process.thread.name, thread", "thread_name, thread", "trace.id, trace_id", "traceId, trace_id",
        "span.id, span_id", "spanId, span_id", "error.type, error_type", "error.stack_trace, stack_trace",
    })
    void decode_alias_isReadAsOurField(String foreign, String ours) throws MalformedEventException {
        LogEvent expected = decode("\"" + ours + "\":\"it\"");

        assertThat(expected.fields()).isEmpty();
        assertThat(decode("\"" + foreign + "\":\"it\"")).isEqualTo(expected);
        String nested = "\"" + foreign.replace(".", "\":{\"") + "\":\"it\""
                + "}".repeat((int) foreign.chars().filter(c -> c == '.').count());
        assertThat(decode(nested)).isEqualTo(expected);
    }

    @Test
    void decode_stackTraceAsArray_keepsItsLines() throws MalformedEventException {
        assertThat(decode("\"stack_trace\":[\"a\",\"\\tat b\"]").stackTrace()).isEqualTo("a\n\tat b");
        assertThat(decode("\"error\":{\"stack_trace\":[\"a\",\"\\tat b\"]}").stackTrace())
                .isEqualTo("a\n\tat b");
    }

    @ParameterizedTest
    @CsvSource({
        "INFO, INFO",
        "info, INFO",
        "Warning, WARN",
        "SEVERE, ERROR",
        "FINEST, TRACE",
        "fine, DEBUG",
        "fatal, ERROR",
        "err, ERROR",
        "NOTICE, INFO",
        "'', INFO",
        "30000, INFO",
    })
    void decode_levelOfAnyFramework_isOneOfFive(String word, LogLevel level) throws MalformedEventException {
        assertThat(decode("\"level\":\"" + word + "\"").level()).isEqualTo(level);
        assertThat(decode("\"log.level\":\"" + word + "\"").level()).isEqualTo(level);
    }

    @Test
    void decode_noLevel_isInfo() throws MalformedEventException {
        assertThat(decode("\"level\":null").level()).isEqualTo(LogLevel.INFO);
    }

    @Test
    void decode_longNestedNames_areRejectedBeforeTheyFillTheMemory() {
        String bomb = "\"" + "n".repeat(400_000) + "\":{" + "\"a\":1,".repeat(80_000) + "\"b\":2}";

        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> decode(bomb))
                .withMessageMatching("n{64}… of 400002 characters: expected names of nested fields of at most 256");
    }

    @Test
    void decode_longNamesWithoutNesting_areKept() throws MalformedEventException {
        String name = "n".repeat(100_000);

        LogEvent event = decode("\"fields\":{\"" + name + "\":\"x\"},\"m" + name + "\":\"y\"");

        assertThat(event.fields()).containsOnlyKeys(name, "m" + name);
        assertThat(decodeBytes(Codecs.LOG_JSON.encode(event))).isEqualTo(event);
    }

    private static LogEvent decode(String more) throws MalformedEventException {
        return decodeBytes(("{\"ts\":\"2026-11-21T09:40:34Z\",\"message\":\"m\"," + more + "}").getBytes(UTF_8));
    }

    private static LogEvent decodeBytes(byte[] bytes) throws MalformedEventException {
        List<LogEvent> events = new ArrayList<>();
        Codecs.LOG_JSON.decode(bytes, events::add);
        return events.get(0);
    }
}
