package dev.tidemark.ingest.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.spi.MDCAdapter;

/** The MDC of a scope looks the same whether the ids are put into it at once or when it is used. */
@Tag("java17")
class TraceScopeTest {
    private final TraceContext outer = TraceContext.continueOrStart(null, null);
    private final TraceContext inner = TraceContext.continueOrStart(null, null);
    private MDCAdapter onDemand = MDC.getMDCAdapter();

    private enum Mode {
        ON_DEMAND,
        AT_ONCE
    }

    @BeforeEach
    void installOnDemand() {
        // The first question installs it.
        assertThat(MdcIds.areOnDemand()).isTrue();
        onDemand = MDC.getMDCAdapter();
        MDC.clear();
    }

    @AfterEach
    void reset() throws Exception {
        use(onDemand);
        MDC.clear();
    }

    @ParameterizedTest
    @EnumSource
    void makeCurrent_putsIdsIntoTheMdc(Mode mode) throws Exception {
        prepare(mode);
        MDC.put("user", "jo");
        try (TraceScope ignored = outer.makeCurrent()) {
            assertThat(MDC.getCopyOfContextMap())
                    .isEqualTo(Map.of("user", "jo", "trace_id", outer.traceId(), "span_id", outer.spanId()));
        }
        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("user", "jo"));
    }

    @ParameterizedTest
    @EnumSource
    void makeCurrent_withinAnUnusedScope_restoresTheOuterIds(Mode mode) throws Exception {
        prepare(mode);
        try (TraceScope ignored = outer.makeCurrent()) {
            try (TraceScope alsoIgnored = inner.makeCurrent()) {
                assertThat(MDC.get("trace_id")).isEqualTo(inner.traceId());
            }
            assertThat(MDC.get("trace_id")).isEqualTo(outer.traceId());
            assertThat(MDC.get("span_id")).isEqualTo(outer.spanId());
        }
        assertThat(MDC.get("trace_id")).isNull();
        assertThat(MDC.get("span_id")).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void makeCurrent_unusedWithinAUsedScope_leavesTheOuterIds(Mode mode) throws Exception {
        prepare(mode);
        try (TraceScope ignored = outer.makeCurrent()) {
            assertThat(MDC.get("trace_id")).isEqualTo(outer.traceId());
            try (TraceScope alsoIgnored = inner.makeCurrent()) {
                assertThat(TraceContext.current()).isSameAs(inner);
            }
            assertThat(MDC.get("trace_id")).isEqualTo(outer.traceId());
        }
        assertThat(MDC.get("trace_id")).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void makeCurrent_sameTraceAgain_changesNothing(Mode mode) throws Exception {
        prepare(mode);
        try (TraceScope ignored = outer.makeCurrent()) {
            MDC.put("span_id", "mine");
            try (TraceScope alsoIgnored = outer.makeCurrent()) {
                assertThat(MDC.get("trace_id")).isEqualTo(outer.traceId());
            }
            assertThat(TraceContext.current()).isSameAs(outer);
            assertThat(MDC.get("trace_id")).isEqualTo(outer.traceId());
            assertThat(MDC.get("span_id")).isEqualTo("mine");
        }
        assertThat(MDC.get("span_id")).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void close_afterTheApplicationClearedTheMdc_leavesItEmpty(Mode mode) throws Exception {
        prepare(mode);
        try (TraceScope ignored = outer.makeCurrent()) {
            MDC.clear();
            assertThat(MDC.get("trace_id")).isNull();
            MDC.put("user", "jo");
        }
        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("user", "jo"));
    }

    @ParameterizedTest
    @EnumSource
    void close_afterTheApplicationSetAnId_removesIt(Mode mode) throws Exception {
        prepare(mode);
        try (TraceScope ignored = outer.makeCurrent()) {
            MDC.put("trace_id", "mine");
            assertThat(MDC.get("trace_id")).isEqualTo("mine");
            assertThat(MDC.get("span_id")).isEqualTo(outer.spanId());
        }
        assertThat(MDC.get("trace_id")).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void makeCurrent_onAnotherThread_changesOnlyThat(Mode mode) throws Exception {
        prepare(mode);
        ExecutorService other = Executors.newSingleThreadExecutor();
        // SLF4J's own adapter hands the MDC down to threads that start later.
        other.submit(() -> {}).get();
        try (TraceScope ignored = outer.makeCurrent()) {
            CompletableFuture.runAsync(
                            () -> {
                                assertThat(MDC.get("trace_id")).isNull();
                                try (TraceScope alsoIgnored = inner.makeCurrent()) {
                                    assertThat(MDC.get("trace_id")).isEqualTo(inner.traceId());
                                }
                                assertThat(TraceContext.current()).isNull();
                                assertThat(MDC.get("trace_id")).isNull();
                            },
                            other)
                    .join();
            assertThat(MDC.get("trace_id")).isEqualTo(outer.traceId());
        } finally {
            other.shutdownNow();
        }
    }

    private void prepare(Mode mode) throws Exception {
        if (mode == Mode.AT_ONCE) {
            use(new BasicMDCAdapter());
            assertThat(MdcIds.areOnDemand()).isFalse();
        }
    }

    private static void use(MDCAdapter adapter) throws Exception {
        for (Field field : MDC.class.getDeclaredFields()) {
            if (field.getType() == MDCAdapter.class) {
                field.setAccessible(true);
                field.set(null, adapter);
            }
        }
    }
}
