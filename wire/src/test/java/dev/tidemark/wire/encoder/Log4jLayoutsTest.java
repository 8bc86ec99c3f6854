package dev.tidemark.wire.encoder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.StringMapMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The layouts of log4j 2. */
final class Log4jLayoutsTest {
    private static final String ECS = "<JsonTemplateLayout eventTemplateUri='classpath:EcsLayout.json'/>";

    private final Captured captured = new Captured();

    /** Encodes what is logged with the layout of a configuration in XML. */
    private static final class Captured {
        byte[] line(String layout, java.util.function.Consumer<org.apache.logging.log4j.core.Logger> logging)
                throws IOException {
            String xml = "<Configuration status='WARN'><Appenders><Console name='C'>" + layout
                    + "</Console></Appenders><Loggers><Root level='ALL'/></Loggers></Configuration>";
            LoggerContext context = new LoggerContext("shop");
            Configuration configuration = new XmlConfiguration(
                    context, new ConfigurationSource(new ByteArrayInputStream(xml.getBytes(UTF_8))));
            context.start(configuration);
            Layout<?> used = configuration.getAppender("C").getLayout();
            Keep keep = new Keep(used);
            keep.start();
            configuration.getRootLogger().addAppender(keep, Level.ALL, null);
            logging.accept(context.getLogger(Lines.LOGGER));
            context.stop();
            return keep.line;
        }
    }

    private static final class Keep extends org.apache.logging.log4j.core.appender.AbstractAppender {
        private byte[] line = new byte[0];

        Keep(Layout<?> layout) {
            super("keep", null, layout, false, org.apache.logging.log4j.core.config.Property.EMPTY_ARRAY);
        }

        @Override
        public void append(org.apache.logging.log4j.core.LogEvent event) {
            line = getLayout().toByteArray(event);
        }
    }

    @AfterEach
    void clear() {
        ThreadContext.clearAll();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ECS,
                "<JsonTemplateLayout eventTemplateUri='classpath:LogstashJsonEventLayoutV1.json'/>",
                "<JsonTemplateLayout eventTemplateUri='classpath:LogstashJsonEventLayoutV1.json' locationInfoEnabled='true'/>",
                "<JsonTemplateLayout eventTemplateUri='classpath:GelfLayout.json'/>",
                "<JsonTemplateLayout eventTemplateUri='classpath:GelfLayout.json' nullEventDelimiterEnabled='true'/>",
                "<JsonTemplateLayout eventTemplateUri='classpath:JsonLayout.json'/>",
                "<EcsLayout serviceName='shop' serviceNodeName='shop-1' includeMarkers='true' includeOrigin='true'/>",
                "<EcsLayout serviceName='shop' stackTraceAsArray='true'/>",
                "<GelfLayout host='till' compressionType='OFF' includeThreadContext='true' includeNewLineDelimiter='true'/>",
            })
    void error_ofEachLayout_isReadWhole(String layout) throws IOException {
        ThreadContext.putAll(Lines.MDC);
        byte[] bytes = captured.line(layout, log -> log.error("order {} failed", 4711, Lines.failure()));

        LogEvent event = Lines.read(bytes);
        Lines.assertError(new String(bytes, UTF_8), event);
        // This template leaves the causes out.
        if (!layout.contains("JsonLayout.json")) {
            Lines.assertCause(new String(bytes, UTF_8), event);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%d{DEFAULT}{UTC}",
                "%d{ISO8601}{UTC}",
                "%d{ISO8601_BASIC}{UTC}",
                "%d{ISO8601_OFFSET_DATE_TIME_HH}{GMT-5}",
                "%d{ISO8601_OFFSET_DATE_TIME_HHMM}{GMT+1}",
                "%d{ISO8601_OFFSET_DATE_TIME_HHCMM}{GMT+1}",
                "%d{ISO8601_PERIOD}{UTC}",
                "%d{COMPACT}{UTC}",
                "%d{DEFAULT_NANOS}{UTC}",
                "%d{UNIX}",
                "%d{UNIX_MILLIS}",
                "%d{dd MMM yyyy HH:mm:ss,SSS}{UTC}",
                "%d{yyyy-MM-dd'T'HH:mm:ss.SSSZ}"
            })
    void time_inEachNamedForm_isTheLinesOwn(String pattern) throws IOException {
        byte[] bytes = captured.line(
                "<PatternLayout pattern='{\"@timestamp\":\"" + pattern.replace("'", "&apos;")
                        + "\",\"level\":\"%p\",\"message\":\"%m\"}'/>",
                log -> log.info("m"));

        Lines.assertTime(new String(bytes, UTF_8), Lines.read(bytes));
    }

    @Test
    void error_ofTheTemplateForGoogleCloud_isReadWhole() throws IOException {
        byte[] bytes = captured.line(
                "<JsonTemplateLayout eventTemplateUri='classpath:GcpLayout.json'/>",
                log -> log.error("order {} failed", 4711, Lines.failure()));
        LogEvent event = Lines.read(bytes);

        assertThat(event.level()).isEqualTo(LogLevel.ERROR);
        assertThat(event.message()).isEqualTo("order 4711 failed");
        assertThat(event.logger()).isEqualTo(Lines.LOGGER);
        Lines.assertCause("", event);
        Lines.assertTime("", event);
    }

    @Test
    void messageThatIsAnObject_isTakenAsJson() throws IOException {
        String layout = "<JsonTemplateLayout eventTemplate='{\"@timestamp\":{\"$resolver\":\"timestamp\"},"
                + "\"level\":{\"$resolver\":\"level\",\"field\":\"name\"},\"message\":{\"$resolver\":\"message\"}}'/>";
        byte[] bytes = captured.line(layout, log -> log.info(new StringMapMessage(Map.of("order", "7"))));

        assertThat(Lines.read(bytes).message()).contains("\"order\"", "7");
        assertThat(Lines.read(captured.line(ECS, log -> log.info(new MapMessage<>(Map.of("order", 7)))))
                        .message())
                .contains("order", "7");
    }

    @Test
    void framesAsObjects_becomeAStackTrace() throws IOException {
        String layout =
                "<JsonTemplateLayout eventTemplate='{\"@timestamp\":{\"$resolver\":\"timestamp\",\"epoch\":{\"unit\":\"millis\"}},"
                        + "\"level\":{\"$resolver\":\"level\",\"field\":\"severity\",\"severity\":{\"field\":\"code\"}},"
                        + "\"error.type\":{\"$resolver\":\"exception\",\"field\":\"className\"},"
                        + "\"error.stack_trace\":{\"$resolver\":\"exception\",\"field\":\"stackTrace\"}}'/>";
        byte[] bytes = captured.line(layout, log -> log.error("unseen", Lines.failure()));
        LogEvent event = Lines.read(bytes);

        assertThat(event.level()).isEqualTo(LogLevel.ERROR);
        assertThat(event.errorType()).isEqualTo("java.lang.IllegalStateException");
        assertThat(event.message()).isEqualTo("java.lang.IllegalStateException");
        assertThat(event.stackTrace()).contains("\tat " + Lines.class.getName() + ".failure(Lines.java:");
        Lines.assertTime(new String(bytes, UTF_8), event);
    }

    @Test
    void levelOfTheApplication_isKept() throws IOException {
        byte[] bytes = captured.line(ECS, log -> log.log(Level.forName("AUDIT", 350), "m"));

        assertThat(Lines.read(bytes).level()).isEqualTo(new LogLevel("AUDIT", 0));
    }
}
