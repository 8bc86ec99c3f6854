package dev.tidemark.ingest.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.spi.FilterReply;
import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceScope;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;

@Tag("java17")
class TidemarkAppenderTest {
    private static final String CONFIGURATION = """
            <configuration>
              <appender name="LIST" class="ch.qos.logback.core.read.ListAppender"/>
              <appender name="TIDEMARK" class="dev.tidemark.ingest.logback.TidemarkAppender">
                <filter class="ch.qos.logback.classic.filter.ThresholdFilter"><level>INFO</level></filter>
                <appender-ref ref="LIST"/>
              </appender>
              <root level="TRACE"><appender-ref ref="TIDEMARK"/></root>
            </configuration>
            """;

    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void stop() {
        context.stop();
        MDC.clear();
    }

    @Test
    void line_logged_isPublishedWithItsMdcAndKeyValues() throws Exception {
        try (RecordingTidemark tidemark = new RecordingTidemark()) {
            Logger logger = configure("dev.shop.Cart");
            TraceContext trace = TraceContext.continueOrStart(null, null);
            MDC.put("user", "u1");
            try (TraceScope ignored = trace.makeCurrent()) {
                logger.atWarn().addKeyValue("items", 3).log("cart of {} is full", "jo");
            }

            LogEvent line = tidemark.logs(1).get(0);
            assertThat(line.service()).isEqualTo("shop");
            assertThat(line.instance()).isEqualTo("shop-1");
            assertThat(line.level()).isEqualTo(LogLevel.WARN);
            assertThat(line.logger()).isEqualTo("dev.shop.Cart");
            assertThat(line.thread()).isEqualTo(Thread.currentThread().getName());
            assertThat(line.message()).isEqualTo("cart of jo is full");
            assertThat(line.traceId()).isEqualTo(trace.traceId());
            assertThat(line.spanId()).isEqualTo(trace.spanId());
            assertThat(line.fields()).isEqualTo(Map.of("user", "u1", "items", "3"));
            assertThat(line.errorType()).isNull();
        }
    }

    @Test
    void line_withMarkersAndStructuredArguments_hasThemAsFields() throws Exception {
        try (RecordingTidemark tidemark = new RecordingTidemark()) {
            configure("dev.shop.Cart")
                    .atInfo()
                    .addMarker(MarkerFactory.getMarker("AUDIT"))
                    .addMarker(Markers.append("order", 42).and(Markers.append("password", "hunter2")))
                    .addArgument(StructuredArguments.kv("items", 3))
                    .addArgument(StructuredArguments.kv("api_key", "k-123"))
                    .addKeyValue("token", "t-123")
                    .log("sold {} with {}");

            LogEvent line = tidemark.logs(1).get(0);
            assertThat(line.message()).isEqualTo("sold items=3 with api_key=[REDACTED]");
            assertThat(line.fields())
                    .containsEntry("markers", "AUDIT")
                    .containsEntry("order", "42")
                    .containsEntry("password", "[REDACTED]")
                    .containsEntry("items", "3")
                    .containsEntry("api_key", "[REDACTED]")
                    .containsEntry("token", "[REDACTED]");
        }
    }

    @Test
    void line_secretsInCausesAndSuppressed_areRedacted() throws Exception {
        try (RecordingTidemark tidemark = new RecordingTidemark()) {
            IllegalStateException failure =
                    new IllegalStateException("outer", new java.io.IOException("jdbc:x://jo:hunter2@db/shop"));
            failure.addSuppressed(new RuntimeException("password: 'swordfish'"));
            configure("dev.shop.Cart").error("failed", failure);

            assertThat(tidemark.logs(1).get(0).toString()).doesNotContain("hunter2", "swordfish");
        }
    }

    @Test
    void line_withAnException_hasItsTypeAndStackTrace() throws Exception {
        try (RecordingTidemark tidemark = new RecordingTidemark()) {
            IllegalStateException failure = new IllegalStateException("outer", new java.io.IOException("inner"));
            failure.addSuppressed(new RuntimeException("aside"));
            configure("dev.shop.Cart").error("failed", failure);

            LogEvent line = tidemark.logs(1).get(0);
            assertThat(line.errorType()).isEqualTo("java.lang.IllegalStateException");
            assertThat(line.stackTrace())
                    .startsWith(
                            "java.lang.IllegalStateException: outer\n\tat dev.tidemark.ingest.logback.TidemarkAppenderTest")
                    .contains("\n\tSuppressed: java.lang.RuntimeException: aside\n")
                    .contains("\nCaused by: java.io.IOException: inner\n")
                    .contains(" more\n");
        }
    }

    @Test
    void line_withSecrets_isRedactedEverywhere() throws Exception {
        try (RecordingTidemark tidemark = new RecordingTidemark()) {
            MDC.put("api_key", "k-123");
            MDC.put("note", "Bearer abcdefghijkl");
            configure("dev.shop.Login")
                    .error("login password=hunter2", new IllegalStateException("token=tok-secret for jo@example.org"));

            LogEvent line = tidemark.logs(1).get(0);
            assertThat(line.toString())
                    .doesNotContain("hunter2", "tok-secret", "jo@example.org", "k-123", "abcdefghijkl");
            assertThat(line.message()).isEqualTo("login password=[REDACTED]");
            assertThat(line.fields()).containsEntry("api_key", "[REDACTED]").containsEntry("note", "Bearer [REDACTED]");
        }
    }

    @Test
    void line_fromKafkaOrBelowTheThreshold_isSkipped() throws Exception {
        try (RecordingTidemark tidemark = new RecordingTidemark()) {
            configure("dev.shop.Cart");
            context.getLogger("org.apache.kafka.clients.NetworkClient").warn("Connection could not be established");
            context.getLogger("dev.shop.Cart").debug("detail");
            context.getLogger("dev.shop.Cart").info("sold");

            assertThat(tidemark.logs(1)).extracting(LogEvent::message).containsExactly("sold");
            assertThat(tidemark.tidemark().counters().logs().recorded()).isEqualTo(1);
        }
    }

    @Test
    void line_loggedWhileLogging_doesNotRecurse() throws Exception {
        try (RecordingTidemark tidemark = new RecordingTidemark()) {
            Logger logger = configure("dev.shop.Cart");
            Object chatty = new Object() {
                @Override
                public String toString() {
                    logger.info("inner");
                    return "me";
                }
            };
            logger.atInfo().addKeyValue("who", chatty).log("outer");

            assertThat(tidemark.logs(1)).extracting(LogEvent::message).containsExactly("outer");
        }
    }

    @Test
    void line_valueWhoseToStringFails_isPublishedWithoutIt() throws Exception {
        try (RecordingTidemark tidemark = new RecordingTidemark()) {
            Object broken = new Object() {
                @Override
                public String toString() {
                    throw new IllegalStateException("bug");
                }
            };
            configure("dev.shop.Cart").atInfo().addKeyValue("who", broken).log("sold");

            LogEvent line = tidemark.logs(1).get(0);
            assertThat(line.message()).isEqualTo("sold");
            assertThat(line.fields()).isEqualTo(Map.of("who", "[FAILED toString()]"));
        }
    }

    @Test
    void line_filterThrows_doesNotReachTheApplication() throws Exception {
        try (RecordingTidemark tidemark = new RecordingTidemark()) {
            Logger logger = configure("dev.shop.Cart");
            appender().addFilter(new Filter<>() {
                @Override
                public FilterReply decide(ILoggingEvent line) {
                    // A filter may log, too.
                    logger.info("decide");
                    throw new IllegalStateException("bug");
                }
            });

            assertThatCode(() -> logger.info("sold")).doesNotThrowAnyException();

            appender().clearAllFilters();
            logger.info("bought");
            assertThat(tidemark.logs(1)).extracting(LogEvent::message).containsExactly("bought");
        }
    }

    @Test
    void line_queueFull_goesToTheNestedAppenderAndIsCounted() throws Exception {
        try (RecordingTidemark tidemark = new RecordingTidemark(Map.of(FilterSetting.LOG_QUEUE_MEMORY, "1MiB"))) {
            Logger logger = configure("dev.shop.Cart");
            tidemark.pause();
            String large = "x".repeat(16_000);
            for (int i = 0; i < 200; i++) {
                logger.info(large);
            }

            ListAppender<ILoggingEvent> fallback = fallback();
            assertThat(fallback.list).hasSizeBetween(100, 199);
            assertThat(tidemark.tidemark().counters().logs().droppedTotal()).isEqualTo(fallback.list.size());
            assertThat(tidemark.tidemark().counters().logs().recorded()).isEqualTo(200);
            tidemark.resume();
        }
    }

    private ListAppender<ILoggingEvent> fallback() {
        return (ListAppender<ILoggingEvent>) appender().getAppender("LIST");
    }

    private TidemarkAppender appender() {
        return (TidemarkAppender) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("TIDEMARK");
    }

    private Logger configure(String logger) throws Exception {
        JoranConfigurator configurator = new JoranConfigurator();
        context.setMDCAdapter(((LoggerContext) LoggerFactory.getILoggerFactory()).getMDCAdapter());
        configurator.setContext(context);
        configurator.doConfigure(new ByteArrayInputStream(CONFIGURATION.getBytes(StandardCharsets.UTF_8)));
        return context.getLogger(logger);
    }
}
