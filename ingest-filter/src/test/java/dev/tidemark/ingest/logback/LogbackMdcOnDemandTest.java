package dev.tidemark.ingest.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceScope;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

@Tag("java17")
class LogbackMdcOnDemandTest {
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger logger = context.getLogger("on.demand");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent line) {
            // As an encoder does, which reads the MDC at once.
            line.getMDCPropertyMap();
            super.append(line);
        }
    };

    LogbackMdcOnDemandTest() {
        lines.start();
        logger.setAdditive(false);
        logger.addAppender(lines);
    }

    @AfterEach
    void detach() {
        logger.detachAppender(lines);
        MDC.clear();
    }

    @Test
    void line_withinAScope_hasTheIds() {
        TraceContext trace = TraceContext.continueOrStart(null, null);
        MDC.put("user", "jo");
        logger.warn("before");
        try (TraceScope ignored = trace.makeCurrent()) {
            logger.warn("within");
        }
        logger.warn("after");

        assertThat(lines.list)
                .extracting(ILoggingEvent::getMDCPropertyMap)
                .containsExactly(
                        Map.of("user", "jo"),
                        Map.of("user", "jo", "trace_id", trace.traceId(), "span_id", trace.spanId()),
                        Map.of("user", "jo"));
    }

    @Test
    void install_byTheFirstScope_replacesTheAdapterEverywhereAndWarnsOfNothing() {
        try (TraceScope ignored = TraceContext.continueOrStart(null, null).makeCurrent()) {
            assertThat(MDC.getMDCAdapter()).isInstanceOf(OnDemandMdcAdapter.class);
        }

        assertThat(context.getMDCAdapter()).isSameAs(MDC.getMDCAdapter());
        assertThat(context.getStatusManager().getCopyOfStatusList())
                .noneMatch(status -> status.getMessage().contains("mdcAdapter"));
    }

    @Test
    void install_again_leavesTheAdapterAlone() {
        try (TraceScope ignored = TraceContext.continueOrStart(null, null).makeCurrent()) {
            assertThat(new LogbackMdcOnDemand().install()).isNull();
            assertThat(MDC.getMDCAdapter()).isInstanceOf(OnDemandMdcAdapter.class);
        }
    }
}
