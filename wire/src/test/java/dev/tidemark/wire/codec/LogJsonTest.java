package dev.tidemark.wire.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.wire.Schemas;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("java17")
final class LogJsonTest {
    private static final long RECEIVED = 1_795_254_034_000L;

    @Test
    void decode_unknownFields_areKept() throws MalformedEventException {
        LogEvent event = decodeMore("""
                "order":4711,"ok":true,"rate":0.50,"none":null,"empty":{},"tags":["a",1,null,[true],{"k":"v"}],"a":{"b":{"c":"d","e":[]}}""");

        assertThat(event.fields())
                .containsExactly(
                        Map.entry("order", "4711"),
                        Map.entry("ok", "true"),
                        Map.entry("rate", "0.50"),
                        Map.entry("tags", "[\"a\",1,null,[true],{\"k\":\"v\"}]"),
                        Map.entry("a.b.c", "d"),
                        Map.entry("a.b.e", ""));
    }

    @Test
    void decode_nestedFields_areNotReadAsEventFields() throws MalformedEventException {
        LogEvent event = decodeMore("""
                "fields":{"ts":"x","level":"ERROR","service":{"name":"inner"},"fields":{"deep":1},"n":2,"none":null,"list":[1,2]}""");

        assertThat(event.level()).isEqualTo(LogLevel.UNKNOWN);
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
        assertThat(decodeMore("\"fields\":\"a=b\"").fields()).containsExactly(Map.entry("fields", "a=b"));
        assertThat(decodeMore("\"fields\":null").fields()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void decode_anyNameOfAField_isReadAsOurField(LogField field) throws MalformedEventException {
        String value = value(field);
        LogEvent expected = decode(
                field == LogField.MESSAGE
                        ? "{\"message\":\"m\"}"
                        : "{\"message\":\"m\",\"" + ours(field) + "\":" + value + "}");
        assertThat(expected.fields().keySet()).doesNotContain(ours(field));
        for (String name : field.names()) {
            String message = field == LogField.MESSAGE ? "" : "\"message\":\"m\",";
            String nested = name.startsWith("kubernetes") ? name : name.replace(".", "\":{\"");
            String braces = "}".repeat(nested.split("\":\\{\"", -1).length - 1);

            for (String json : List.of("\"" + name + "\":" + value, "\"" + nested + "\":" + value + braces)) {
                assertThat(decode("{" + message + json + "}")).as(json).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void schema_ofAField_listsItsNames(LogField field) {
        JsonNode aliases =
                Schemas.document("log").path("properties").path(ours(field)).path("x-aliases");

        assertThat(aliases)
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(field.names().stream()
                        .filter(name -> !name.equals(ours(field)))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void documentation_ofAField_listsItsNames(LogField field) throws IOException {
        String names = field.names().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));

        assertThat(Files.readString(Path.of("..", "docs", "logs.md")))
                .contains("| `" + ours(field) + "` | " + names + " |");
    }

    @Test
    void decode_stackTraceOfLog4jAsText_isKeptAsItIs() throws MalformedEventException {
        String trace = "java.io.IOException: it\n\tat a.B.c(B.java:1)\n";
        LogEvent event =
                decodeMore("\"thrown\":{\"name\":\"java.io.IOException\",\"message\":\"it\",\"extendedStackTrace\":\""
                        + trace.replace("\n", "\\n").replace("\t", "\\t") + "\"}");

        assertThat(event.stackTrace()).isEqualTo(trace);
        assertThat(event.errorType()).isEqualTo("java.io.IOException");
    }

    private static String ours(LogField field) {
        return field.name().toLowerCase(Locale.ROOT);
    }

    private static String value(LogField field) {
        return switch (field) {
            case TS -> "1795254034";
            case LEVEL -> "\"gold\"";
            case MESSAGE -> "\"m\"";
            case TRACE_ID -> "\"4BF92F3577B34DA6A3CE929D0E0E4736\"";
            case SPAN_ID -> "\"00F067AA0BA902B7\"";
            case STACK_TRACE -> "\"java.io.IOException: it\\n\\tat a.B.c(B.java:1)\"";
            default -> "\"it\"";
        };
    }

    @Test
    void decode_stackTraceAsArray_keepsItsLines() throws MalformedEventException {
        assertThat(decodeMore("\"stack_trace\":[\"a\",\"\\tat b\"]").stackTrace())
                .isEqualTo("a\n\tat b");
        assertThat(decodeMore("\"error\":{\"stack_trace\":[\"a\",\"\\tat b\"]}").stackTrace())
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
        "30000, WARN",
        "' WARN', WARN",
        "'ERROR ', ERROR",
        "3, ERROR",
        "7, DEBUG",
        "50, ERROR",
        "10, TRACE",
    })
    void decode_levelOfAnyFramework_isOneOfFive(String word, String level) throws MalformedEventException {
        assertThat(decodeMore("\"level\":\"" + word + "\"").level().name()).isEqualTo(level);
        assertThat(decodeMore("\"log.level\":\"" + word + "\"").level().isKnown())
                .isTrue();
    }

    @Test
    void decode_levelThatNobodyKnows_isKeptAsItIs() throws MalformedEventException {
        assertThat(decodeMore("\"level\":\" Audit \"").level()).isEqualTo(new LogLevel("Audit", 0));
        assertThat(decodeMore("\"level\":35").level()).isEqualTo(new LogLevel("35", 0));
        assertThat(decodeMore("\"level\":\"" + "x".repeat(100) + "\"").level().name())
                .hasSize(64);
        assertThat(decodeMore("\"level\":null").level()).isEqualTo(LogLevel.UNKNOWN);
        assertThat(decodeMore("\"level\":\" \"").level()).isEqualTo(LogLevel.UNKNOWN);
    }

    @Test
    void decode_longNestedNames_areNotRepeated() throws MalformedEventException {
        String name = "n".repeat(400_000);

        LogEvent event = decodeMore("\"" + name + "\":{" + "\"a\":1,".repeat(80_000) + "\"b\":2}");

        assertThat(event.fields()).containsOnlyKeys(name);
        assertThat(event.fields().get(name)).startsWith("{\"a\":1,").endsWith("\"b\":2}");
    }

    @Test
    void decode_manyNestedNames_areBounded_andTheRestIsJson() throws MalformedEventException {
        String names =
                IntStream.range(0, 3000).mapToObj(i -> "\"k" + i + "\":" + i).collect(Collectors.joining(","));

        LogEvent event = decodeMore("\"a\":{\"b\":{" + names + "},\"c\":1},\"d\":{\"e\":2},\"f\":3");

        assertThat(event.fields())
                .hasSize(1003)
                .containsEntry("a.b.k998", "998")
                .containsEntry("f", "3");
        assertThat(event.fields().get("a.b.*")).startsWith("{\"k999\":999,").endsWith(",\"k2999\":2999}");
        assertThat(event.fields()).containsEntry("a.*", "{\"c\":1}").containsEntry("d.*", "{\"e\":2}");
    }

    @Test
    void decode_namesUnderALongName_areNoLongerThanTwiceTheLine() throws MalformedEventException {
        String names = IntStream.range(0, 900).mapToObj(i -> "\"k" + i + "\":1").collect(Collectors.joining(","));
        String line = "\"" + "n".repeat(256) + "\":{" + names + "}";

        LogEvent event = decodeMore(line);

        assertThat(event.fields().keySet().stream().mapToInt(String::length).sum())
                .isBetween(line.length(), 3 * line.length());
        assertThat(event.fields().get("n".repeat(256) + ".*")).endsWith(",\"k899\":1}");
    }

    @Test
    void decode_arguments_fillOnlyTheFirstPlaceholders() throws MalformedEventException {
        String million = "1,".repeat(1_000_000) + "1";

        LogEvent event = decode("{\"ts\":1795254034,\"loggerName\":\"l\",\"message\":\"" + "{}".repeat(70)
                + "\",\"arguments\":[" + million + "]}");

        assertThat(event.message()).isEqualTo("1".repeat(64) + "{}".repeat(6));
        assertThat(event.fields()).containsExactly(Map.entry("arguments", million));
    }

    @Test
    void decode_longService_isCutAndKeptWhole() throws MalformedEventException {
        String name = "s".repeat(255) + "\uD83D\uDE80" + "t".repeat(100);

        LogEvent event = decodeMore("\"service.name\":\"" + name + "\"");

        assertThat(event.service()).isEqualTo("s".repeat(255));
        assertThat(event.fields()).containsExactly(Map.entry("service.name", name));
        assertThat(decodeMore("\"service\":\"" + "s".repeat(256) + "\"").fields())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "application"})
    void decode_applicationThatIsNoName_isAField(String name) throws MalformedEventException {
        for (String text : List.of("s".repeat(257), "a\nb")) {
            LogEvent event = decodeMore("\"" + name + "\":\"" + text.replace("\n", "\\n") + "\"");

            assertThat(event.service()).isEqualTo(LogEvent.UNKNOWN_SERVICE);
            assertThat(event.fields()).containsExactly(Map.entry(name, text));
        }
    }

    @Test
    void decode_arguments_areCleanedAsOtherTexts() throws MalformedEventException {
        assertThat(decode("{\"ts\":1795254034,\"loggerName\":\"l\",\"message\":\"{} {}\","
                                + "\"arguments\":[\"\\u001b[31mx\\u001b[0m\",\"a\\u0000b\"]}")
                        .message())
                .isEqualTo("x a\uFFFDb");
    }

    @Test
    void decode_objectThatIsNoLine_isNotReadAsOne() throws MalformedEventException {
        assertThat(decode("{\"order\":{\"message\":\"a gift\"},\"id\":7}").message())
                .isEqualTo("{\"order\":{\"message\":\"a gift\"},\"id\":7}");
        assertThat(decode("{\"ts\":1795254034,\"order\":{\"message\":\"a gift\",\"level\":\"WARN\"}}"))
                .satisfies(event -> assertThat(event.level()).isEqualTo(LogLevel.UNKNOWN))
                .satisfies(event -> assertThat(event.fields())
                        .containsOnly(Map.entry("order.message", "a gift"), Map.entry("order.level", "WARN")));
        LogEvent event = decode("{\"data\":{\"message\":\"m\",\"level\":\"WARN\",\"thread\":\"t\"}}");
        assertThat(event.message()).isEqualTo("m");
        assertThat(event.level()).isEqualTo(LogLevel.WARN);
        assertThat(event.thread()).isEqualTo("t");
        assertThat(decode("{\"log\":{\"level\":\"WARN\",\"message\":\"m\"}}").message())
                .isEqualTo("m");
        assertThat(decode("{\"event\":{\"message\":\"m\"}}").message()).isEqualTo("m");
    }

    @Test
    void decode_emptyTexts_doNotReplaceOthers() throws MalformedEventException {
        String trace = "java.io.IOException: it\\n\\tat a.B.c(B.java:1)";

        LogEvent event =
                decode("{\"ts\":1795254034,\"message\":\"\",\"msg\":\"m\",\"service.name\":\" \",\"service\":\"shop\","
                        + "\"stack_trace\":\"\",\"stackTrace\":\"" + trace + "\"}");

        assertThat(event.message()).isEqualTo("m");
        assertThat(event.service()).isEqualTo("shop");
        assertThat(event.stackTrace()).startsWith("java.io.IOException: it");
        assertThat(event.fields()).isEmpty();
        assertThat(decode("{\"ts\":1795254034,\"message\":\"\",\"stack_trace\":\"" + trace + "\"}")
                        .message())
                .isEqualTo("java.io.IOException: it");
        assertThat(decode("{\"ts\":1795254034,\"message\":\"\",\"service\":\"\",\"order\":7}"))
                .satisfies(line -> assertThat(line.message()).isEmpty())
                .satisfies(line -> assertThat(line.service()).isEqualTo(LogEvent.UNKNOWN_SERVICE));
    }

    @Test
    void decode_unknownLevel_isNotReplacedByAnotherName() throws MalformedEventException {
        LogEvent event = decodeMore("\"level\":\"AUDIT\",\"severity\":6");

        assertThat(event.level()).isEqualTo(new LogLevel("AUDIT", 0));
        assertThat(event.fields()).containsExactly(Map.entry("severity", "6"));
        assertThat(decodeMore("\"level\":\"gold\",\"severity\":\"WARN\",\"level_value\":30000")
                        .level())
                .isEqualTo(LogLevel.WARN);
    }

    @Test
    void decode_colouredPlainText_hasATimeAndALevel() throws MalformedEventException {
        LogEvent event = decodeBytes(
                "\u001B[2m2026-11-21T09:40:33.5Z\u001B[0;39m \u001B[32mWARN\u001B[0;39m shop.Cart : low"
                        .getBytes(UTF_8),
                RECEIVED);

        assertThat(Timestamps.format(event.timestampMicros())).isEqualTo("2026-11-21T09:40:33.500000Z");
        assertThat(event.level()).isEqualTo(LogLevel.WARN);
        assertThat(event.message()).isEqualTo("2026-11-21T09:40:33.5Z WARN shop.Cart : low");
    }

    @Test
    void decode_nameThatAppearsTwice_hasItsFirstValue() throws MalformedEventException {
        assertThat(decodeMore("\"a\":1,\"a\":2,\"fields\":{\"a\":3,\"b\":4,\"b\":5}")
                        .fields())
                .containsExactly(Map.entry("a", "1"), Map.entry("b", "4"));
    }

    @Test
    void decode_deepNesting_isKeptAsJson() throws MalformedEventException {
        LogEvent event = decodeMore("\"d\":" + "{\"d\":".repeat(99) + "1" + "}".repeat(99));

        String name = "d" + ".d".repeat(15);
        assertThat(event.fields()).containsExactly(Map.entry(name, "{\"d\":".repeat(84) + "1" + "}".repeat(84)));
    }

    @Test
    void decode_longNamesWithoutNesting_areKept() throws MalformedEventException {
        String name = "n".repeat(100_000);

        LogEvent event = decodeMore("\"fields\":{\"" + name + "\":\"x\"},\"m" + name + "\":\"y\"");

        assertThat(event.fields()).containsOnlyKeys(name, "m" + name);
        assertThat(decodeBytes(Codecs.LOG_JSON.encode(event), 0)).isEqualTo(event);
    }

    @Test
    void decode_entriesWithOurNames_doNotReplaceThoseOfTheEncoder() throws MalformedEventException {
        LogEvent logstash = decode("""
                {"@timestamp":"2026-11-21T09:40:34Z","@version":"1","message":"the real message","logger_name":"shop.Cart",\
                "level":"ERROR","level_value":40000,"ts":"1763718034","level":"gold","message":"from the MDC","service":"shop"}""");
        assertThat(Timestamps.format(logstash.timestampMicros())).isEqualTo("2026-11-21T09:40:34.000000Z");
        assertThat(logstash.level()).isEqualTo(LogLevel.ERROR);
        assertThat(logstash.message()).isEqualTo("the real message");
        assertThat(logstash.fields())
                .contains(
                        Map.entry("ts", "1763718034"),
                        Map.entry("level", "gold"),
                        Map.entry("message", "from the MDC"));

        LogEvent ecs = decode("""
                {"@timestamp":"2026-11-21T09:40:34Z","log.level":"ERROR","message":"m","service.name":"shop",\
                "log.logger":"shop.Cart","level":"INFO","service":"customer","logger":"l","thread":"t"}""");
        assertThat(ecs.level()).isEqualTo(LogLevel.ERROR);
        assertThat(ecs.service()).isEqualTo("shop");
        assertThat(ecs.logger()).isEqualTo("shop.Cart");
        assertThat(ecs.fields())
                .containsOnly(Map.entry("level", "INFO"), Map.entry("service", "customer"), Map.entry("logger", "l"));
    }

    /** The order of an encoder's fields can be changed, so that the MDC comes first. */
    @Test
    void decode_mdcBeforeTheLevel_doesNotReplaceIt() throws MalformedEventException {
        assertThat(decodeMore("\"level\":\"gold\",\"level\":\"ERROR\"").level()).isEqualTo(LogLevel.ERROR);
        assertThat(decodeMore("\"level\":\"INFO\",\"level\":\"ERROR\",\"level_value\":40000")
                        .level())
                .isEqualTo(LogLevel.ERROR);
    }

    @Test
    void decode_noMessage_takesTheTraceOrTheLine() throws MalformedEventException {
        String trace =
                "\"stack_trace\":\"java.lang.NullPointerException: null\\n\\tat shop.Cart.total(Cart.java:41)\\n\"";
        assertThat(decode("{\"ts\":1795254034,\"message\":null," + trace + "}").message())
                .isEqualTo("java.lang.NullPointerException: null");
        assertThat(decode("{\"ts\":1795254034,\"order\":7}").message()).isEqualTo("{\"ts\":1795254034,\"order\":7}");
        assertThat(decode("{\"ts\":1795254034,\"message\":{\"order\":[7,{\"a\":1.50}]}}")
                        .message())
                .isEqualTo("{\"order\":[7,{\"a\":1.50}]}");
        assertThat(decode("{\"ts\":1795254034,\"message\":[\"a\",\"b\"]}").message())
                .isEqualTo("a\nb");
    }

    @Test
    void decode_escapeSequences_areRemoved() throws MalformedEventException {
        LogEvent event = decodeMore(
                "\"msg\":\"\\u001b[31mx\\u001b[0m\",\"level\":\"\\u001b[1;31mERROR\\u001b[0m\",\"logger\":\"\\u001b[36ma.B\\u001b[0;39m\"");

        assertThat(event.level()).isEqualTo(LogLevel.ERROR);
        assertThat(event.logger()).isEqualTo("a.B");
        assertThat(event.fields()).containsExactly(Map.entry("msg", "x"));
        assertThat(TerminalText.plain(
                        "a\u001B]8;;http://x\u0007b\u001B]8;;\u001B\\c\u001B[2Kd\u009B1me\u001B(Bf\u001B"))
                .isEqualTo("abcdef");
        assertThat(TerminalText.plain("cut \u001B[31")).isEqualTo("cut ");
        assertThat(TerminalText.plain("no end \u001B]0;title")).isEqualTo("no end 0;title");
    }

    @ParameterizedTest
    @CsvSource({
        "4bf92f3577b34da6a3ce929d0e0e4736, 4bf92f3577b34da6a3ce929d0e0e4736",
        "4BF92F3577B34DA6A3CE929D0E0E4736, 4bf92f3577b34da6a3ce929d0e0e4736",
        "4bf92f35-77b3-4da6-a3ce-929d0e0e4736, 4bf92f3577b34da6a3ce929d0e0e4736",
        "A3CE929D0E0E4736, 0000000000000000a3ce929d0e0e4736",
        "3ce929d0e0e4736, 000000000000000003ce929d0e0e4736",
    })
    void decode_traceIdInAnyForm_isW3c(String written, String id) throws MalformedEventException {
        assertThat(decodeMore("\"traceId\":\"" + written + "\"").traceId()).isEqualTo(id);
        assertThat(decodeMore("\"span_id\":\"00F067AA0BA902B7\"").spanId()).isEqualTo("00f067aa0ba902b7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "17", "not an id", "00000000000000000000000000000000", "g3ce929d0e0e4736"})
    void decode_noTraceId_isAField(String text) throws MalformedEventException {
        LogEvent event = decodeMore("\"trace_id\":\"" + text + "\"");

        assertThat(event.traceId()).isNull();
        assertThat(event.fields()).containsExactly(Map.entry("trace_id", text));
    }

    @Test
    void decode_lineThatWasPassedOn_isUnwrapped() throws MalformedEventException {
        String inner =
                "{\\\"@timestamp\\\":\\\"2026-11-21T09:40:34Z\\\",\\\"level\\\":\\\"WARN\\\",\\\"message\\\":\\\"inner\\\"}";
        LogEvent event = decode(
                "{\"@timestamp\":1795254099.5,\"log\":\"" + inner
                        + "\\n\",\"stream\":\"stdout\",\"kubernetes\":{\"pod_name\":\"shop-1\",\"labels\":{\"app\":\"shop\"}}}");

        assertThat(event.message()).isEqualTo("inner");
        assertThat(event.level()).isEqualTo(LogLevel.WARN);
        assertThat(event.service()).isEqualTo("shop");
        assertThat(event.instance()).isEqualTo("shop-1");
        assertThat(Timestamps.format(event.timestampMicros())).isEqualTo("2026-11-21T09:40:34.000000Z");
        assertThat(event.fields()).containsEntry("stream", "stdout");
        assertThat(decode("{\"ts\":1795254034,\"log\":\"{\\\"cut\\\":\"}").message())
                .isEqualTo("{\"cut\":");
    }

    @Test
    void decode_textThatIsNotUtf8_losesOnlyItsOddCharacters() throws MalformedEventException {
        byte[] latin1 = "{\"ts\":1795254034,\"message\":\"für\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(decodeBytes(latin1, 0).message()).isEqualTo("f\uFFFDr");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "09:40:34.123 [main] WARN  shop.Stock -- stock is low | WARN",
                "2026-11-21 09:40:34.123 [http-nio-1] ERROR shop.Cart - failed | ERROR",
                "2026-11-21T09:40:34.123Z  INFO 1 --- [main] shop.App : started | INFO",
                "2026-11-21 09:40:34,123 DEBUG [shop.App] (main) started | DEBUG",
                "[ERROR] it failed | ERROR",
                "there was no ERROR | UNKNOWN",
                "INFORMATION for you | UNKNOWN",
                "7 | UNKNOWN",
                "{} placeholders | UNKNOWN",
                "[1, 2] | UNKNOWN",
            })
    void decode_plainText_isALine(String text, String level) throws MalformedEventException {
        LogEvent event = decodeBytes((text + "\n").getBytes(UTF_8), RECEIVED);

        assertThat(event.message()).isEqualTo(text);
        assertThat(event.level().name()).isEqualTo(level);
    }

    private static LogEvent decodeMore(String more) throws MalformedEventException {
        return decode("{\"ts\":\"2026-11-21T09:40:34Z\",\"message\":\"m\"," + more + "}");
    }

    private static LogEvent decode(String json) throws MalformedEventException {
        return decodeBytes(json.getBytes(UTF_8), json.contains("\"ts\"") || json.contains("@timestamp") ? 0 : RECEIVED);
    }

    private static LogEvent decodeBytes(byte[] bytes, long receivedMillis) throws MalformedEventException {
        List<LogEvent> events = new ArrayList<>();
        Codecs.LOG_JSON.decode(bytes, receivedMillis, events::add);
        return events.get(0);
    }
}
