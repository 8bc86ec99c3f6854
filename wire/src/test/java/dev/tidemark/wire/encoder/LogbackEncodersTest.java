package dev.tidemark.wire.encoder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static net.logstash.logback.argument.StructuredArguments.keyValue;
import static net.logstash.logback.argument.StructuredArguments.value;
import static net.logstash.logback.marker.Markers.append;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MarkerFactory;

/** Logback's own encoder, logstash-logback-encoder and ecs-logging-java. */
final class LogbackEncodersTest {
    private static final String JSON = "ch.qos.logback.classic.encoder.JsonEncoder";
    private static final String LOGSTASH = "net.logstash.logback.encoder.LogstashEncoder";
    private static final String COMPOSITE = "net.logstash.logback.encoder.LoggingEventCompositeJsonEncoder";
    private static final String ECS = "co.elastic.logging.logback.EcsEncoder";

    static Stream<Arguments> encoders() {
        return Stream.of(
                encoder("logback", JSON, ""),
                encoder(
                        "logback with the formatted message",
                        JSON,
                        "<withFormattedMessage>true</withFormattedMessage>"),
                encoder(
                        "logback without numbers",
                        JSON,
                        "<withSequenceNumber>false</withSequenceNumber><withNanoseconds>false</withNanoseconds><withContext>false</withContext>"),
                encoder("logstash", LOGSTASH, ""),
                logstashTime("yyyy-MM-dd'T'HH:mm:ss.SSSZ", ""),
                logstashTime("yyyy-MM-dd HH:mm:ss,SSS XXX", "America/New_York"),
                logstashTime("yyyy-MM-dd HH:mm:ss.SSS", "UTC"),
                logstashTime("[UNIX_TIMESTAMP_AS_NUMBER]", ""),
                logstashTime("[UNIX_TIMESTAMP_AS_STRING]", ""),
                logstashTime("[ISO_ZONED_DATE_TIME]", "Europe/Berlin"),
                logstashTime("[ISO_OFFSET_DATE_TIME]", "Asia/Kolkata"),
                logstashTime("[ISO_INSTANT]", ""),
                logstashTime("[ISO_LOCAL_DATE_TIME]", "UTC"),
                logstashTime("[RFC_1123_DATE_TIME]", ""),
                encoder("logstash with an object for the MDC", LOGSTASH, names("<mdc>mdc</mdc>")),
                encoder(
                        "logstash with other names",
                        LOGSTASH,
                        names(
                                "<timestamp>time</timestamp><message>msg</message><logger>logger</logger><thread>thread</thread>"
                                        + "<level>severity</level><levelValue>[ignore]</levelValue><version>[ignore]</version>"
                                        + "<stackTrace>exception</stackTrace><mdc>mdc</mdc>")),
                encoder(
                        "logstash with short names",
                        LOGSTASH,
                        "<fieldNames class='net.logstash.logback.fieldnames.ShortenedFieldNames'><mdc>mdc</mdc></fieldNames>"),
                encoder(
                        "logstash with the root cause first",
                        LOGSTASH,
                        "<throwableConverter class='net.logstash.logback.stacktrace.ShortenedThrowableConverter'>"
                                + "<rootCauseFirst>true</rootCauseFirst><maxDepthPerThrowable>30</maxDepthPerThrowable>"
                                + "<exclude>sun\\.reflect\\..*</exclude><inlineHash>true</inlineHash></throwableConverter>"),
                encoder("logstash with callers", LOGSTASH, "<includeCallerData>true</includeCallerData>"),
                encoder(
                        "logstash with custom fields",
                        LOGSTASH,
                        "<customFields>{\"app\":{\"a\":[{\"b\":1}]},\"hosts\":[\"x\",\"y\"]}</customFields>"),
                encoder("logstash without a context", LOGSTASH, "<includeContext>false</includeContext>"),
                encoder("logstash with lines", LOGSTASH, "<messageSplitRegex>SYSTEM</messageSplitRegex>"),
                composite(
                        "in another order",
                        "<mdc><excludeMdcKeyName>message</excludeMdcKeyName></mdc><tags/><arguments/><pattern><pattern>{\"level\":\"%-5level\",\"pid\":1}</pattern></pattern>"
                                + "<timestamp/><logLevelValue/><loggerName/><threadName/><message/><stackTrace/><throwableClassName/>"
                                + "<throwableRootCauseClassName/><stackHash/><context/><rootStackTraceElement/>"),
                composite(
                        "nested",
                        "<nestedField><fieldName>event</fieldName><providers><timestamp/><message/><logLevel/><loggerName/>"
                                + "<threadName/><stackTrace/></providers></nestedField><mdc><fieldName>mdc</fieldName></mdc>"),
                composite(
                        "of a pattern only",
                        "<pattern><pattern>{\"time\":\"%date{ISO8601,UTC}\",\"lvl\":\"%level\",\"thread\":\"%thread\",\"logger\":\"%logger\","
                                + "\"log\":\"%message\",\"stacktrace\":\"%ex\",\"trace_id\":\"%mdc{traceId}\","
                                + "\"span_id\":\"%mdc{spanId}\",\"user\":\"%mdc{user}\"}</pattern></pattern>"),
                encoder("ecs", ECS, ""),
                encoder(
                        "ecs with all options",
                        ECS,
                        "<serviceName>shop</serviceName><serviceVersion>1</serviceVersion><serviceEnvironment>prod</serviceEnvironment>"
                                + "<serviceNodeName>shop-1</serviceNodeName><eventDataset>shop.log</eventDataset>"
                                + "<includeMarkers>true</includeMarkers><includeOrigin>true</includeOrigin>"
                                + "<stackTraceAsArray>true</stackTraceAsArray>"
                                + "<additionalField><key>region</key><value>eu</value></additionalField>"));
    }

    private static Arguments encoder(String name, String type, String options) {
        return Arguments.of(name, "<encoder class='" + type + "'>" + options + "</encoder>");
    }

    private static Arguments logstashTime(String pattern, String zone) {
        return encoder(
                "logstash with times as " + pattern,
                LOGSTASH,
                "<timestampPattern>" + pattern + "</timestampPattern>"
                        + (zone.isEmpty() ? "" : "<timeZone>" + zone + "</timeZone>"));
    }

    private static Arguments composite(String name, String providers) {
        return encoder("composite " + name, COMPOSITE, "<providers>" + providers + "</providers>");
    }

    private static String names(String names) {
        return "<fieldNames>" + names + "</fieldNames>";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("encoders")
    void error_ofEachEncoder_isReadWhole(String name, String encoder) {
        try (Logback logback = new Logback(encoder, Map.of())) {
            logback.mdc(Lines.MDC);
            logback.logger()
                    .error(MarkerFactory.getMarker("AUDIT"), "order {} failed", value("order", 4711), Lines.failure());
            String line = new String(logback.line(), UTF_8);

            Lines.assertError(line, Lines.read(logback.line()));
            Lines.assertCause(line, Lines.read(logback.line()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("encoders")
    void warning_withKeysAndValues_isReadWhole(String name, String encoder) {
        try (Logback logback = new Logback(encoder, Map.of())) {
            logback.logger()
                    .atWarn()
                    .addKeyValue("level", "gold")
                    .addKeyValue("order", 7)
                    .log("stock is \u001b[31mlow\u001b[0m");
            String line = new String(logback.line(), UTF_8);
            LogEvent event = Lines.read(logback.line());

            assertThat(event.message()).as(line).isEqualTo("stock is low");
            assertThat(event.level()).as(line).isEqualTo(LogLevel.WARN);
            assertThat(event.logger()).as(line).isEqualTo(Lines.LOGGER);
            assertThat(event.stackTrace()).as(line).isIn(null, "");
            Lines.assertTime(line, event);
        }
    }

    @Test
    void structuredArguments_keepTheirNames() {
        try (Logback logback = new Logback("<encoder class='" + LOGSTASH + "'/>", Map.of())) {
            logback.logger()
                    .info(
                            append("customer", Map.of("id", 7, "carts", List.of(Map.of("sku", "a-1")))),
                            "placed {}",
                            keyValue("order", 4711));
            LogEvent event = Lines.read(logback.line());

            assertThat(event.message()).isEqualTo("placed order=4711");
            assertThat(event.fields())
                    .containsEntry("order", "4711")
                    .containsEntry("customer.id", "7")
                    .containsEntry("customer.carts", "[{\"sku\":\"a-1\"}]");
        }
    }

    @Test
    void shortenedLogger_isReadAsItIs() {
        try (Logback logback = new Logback(
                "<encoder class='" + LOGSTASH + "'><shortenedLoggerNameLength>10</shortenedLoggerNameLength></encoder>",
                Map.of())) {
            logback.logger().info("m");

            assertThat(Lines.read(logback.line()).logger()).isEqualTo("s.c.Cart");
        }
    }
}
