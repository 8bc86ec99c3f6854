package dev.tidemark.ingest.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

@Tag("java17")
class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACEPARENT = "00-" + TRACE + "-00f067aa0ba902b7-00";

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void continueOrStart_withATrace_continuesItWithANewSpan() {
        TraceContext trace = TraceContext.continueOrStart(TRACEPARENT, "vendor=1");

        assertThat(trace.traceId()).isEqualTo(TRACE);
        assertThat(trace.spanId()).matches("[0-9a-f]{16}").isNotEqualTo("00f067aa0ba902b7");
        assertThat(trace.traceparent()).isEqualTo("00-" + TRACE + "-" + trace.spanId() + "-00");
        assertThat(trace.tracestate()).isEqualTo("vendor=1");
    }

    @Test
    void continueOrStart_withoutATrace_startsANewOne() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            TraceContext trace = TraceContext.continueOrStart(null, "vendor=1");
            assertThat(trace.traceId()).matches("[0-9a-f]{32}");
            assertThat(trace.tracestate()).isNull();
            assertThat(Traceparent.parse(trace.traceparent()))
                    .isEqualTo(new Traceparent(trace.traceId(), trace.spanId(), true));
            ids.add(trace.traceId());
            ids.add(trace.spanId());
        }
        assertThat(ids).hasSize(2000);
    }

    @Test
    void continueOrStart_tracestateBeyondTheLimit_isDropped() {
        assertThat(TraceContext.continueOrStart(TRACEPARENT, "v=" + "x".repeat(8191))
                        .tracestate())
                .isNull();
    }

    @Test
    void joined_severalHeaders_areOneList() {
        assertThat(TraceContext.joined(List.of("a=1,b=2", "c=3"))).isEqualTo("a=1,b=2,c=3");
        assertThat(TraceContext.joined(List.of())).isNull();
    }

    @Test
    void makeCurrent_nested_restoresThePreviousTrace() {
        MDC.put("user", "jo");
        TraceContext outer = TraceContext.continueOrStart(null, null);
        TraceContext inner = TraceContext.continueOrStart(null, null);

        try (TraceScope ignored = outer.makeCurrent()) {
            try (TraceScope alsoIgnored = inner.makeCurrent()) {
                assertThat(TraceContext.current()).isSameAs(inner);
                assertThat(MDC.get("trace_id")).isEqualTo(inner.traceId());
                assertThat(MDC.get("span_id")).isEqualTo(inner.spanId());
            }
            assertThat(TraceContext.current()).isSameAs(outer);
            assertThat(MDC.get("span_id")).isEqualTo(outer.spanId());
        }

        assertThat(TraceContext.current()).isNull();
        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("user", "jo"));
    }

    @Test
    void makeCurrent_idsOfOthersInTheMdc_stay() {
        MDC.put("trace_id", "mine");
        TraceContext outer = TraceContext.continueOrStart(null, null);
        TraceContext inner = TraceContext.continueOrStart(null, null);

        try (TraceScope ignored = outer.makeCurrent();
                TraceScope alsoIgnored = inner.makeCurrent()) {
            assertThat(TraceContext.current()).isSameAs(inner);
            assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("trace_id", "mine"));
        }

        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("trace_id", "mine"));
    }

    @Test
    void makeCurrent_spanIdOfOthersInTheSameTrace_stays() {
        TraceContext trace = TraceContext.continueOrStart(TRACEPARENT, null);
        MDC.put("trace_id", TRACE);
        MDC.put("span_id", "mine");

        try (TraceScope ignored = trace.makeCurrent()) {
            assertThat(MDC.get("span_id")).isEqualTo("mine");
        }

        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("trace_id", TRACE, "span_id", "mine"));
    }
}
