package dev.tidemark.ingest.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceScope;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

@Tag("java17")
class TraceAccessorTest {
    private final ContextSnapshotFactory snapshots =
            ContextSnapshotFactory.builder().clearMissing(true).build();
    private final TraceContext trace = TraceContext.continueOrStart(null, null);
    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @AfterEach
    void close() {
        pool.shutdown();
    }

    @Test
    void snapshot_onAnotherThread_hasTheTraceAndLeavesNothing() {
        ContextSnapshot taken;
        try (TraceScope ignored = trace.makeCurrent()) {
            taken = snapshots.captureAll();
        }

        CompletableFuture<String> during = new CompletableFuture<>();
        Runnable task = () -> during.complete(seen());
        pool.execute(taken.wrap(task));

        assertThat(during.join()).isEqualTo(trace.traceId() + " " + trace.spanId() + " " + trace);
        assertThat(CompletableFuture.supplyAsync(TraceAccessorTest::seen, pool).join())
                .isEqualTo("null null null");
    }

    @Test
    void snapshots_oneInTheOther_areUndoneInTheirOrder() {
        TraceContext inner = TraceContext.continueOrStart(null, null);
        ContextSnapshot empty = snapshots.captureAll();
        ContextSnapshot full;
        try (TraceScope ignored = inner.makeCurrent()) {
            full = snapshots.captureAll();
        }

        try (TraceScope ignored = trace.makeCurrent()) {
            try (ContextSnapshot.Scope ignoredEmpty = empty.setThreadLocals()) {
                try (ContextSnapshot.Scope ignoredFull = full.setThreadLocals()) {
                    assertThat(TraceContext.current()).isSameAs(inner);
                }
                assertThat(TraceContext.current()).isSameAs(trace);
            }
            assertThat(TraceContext.current()).isSameAs(trace);
            assertThat(MDC.get("span_id")).isEqualTo(trace.spanId());
        }
        assertThat(seen()).isEqualTo("null null null");
    }

    /** Such an accessor may restore what it saw while the trace's ids were in the MDC, after these were removed. */
    @Test
    void snapshot_besideAnAccessorOfTheWholeMdc_leavesNoIdsToTheNextRequest() {
        ContextRegistry registry = new ContextRegistry()
                .registerThreadLocalAccessor(new TraceAccessor())
                .registerThreadLocalAccessor("mdc", MDC::getCopyOfContextMap, MDC::setContextMap, MDC::clear);
        MDC.put("user", "u1");
        ContextSnapshot taken;
        try (TraceScope ignored = trace.makeCurrent()) {
            taken = ContextSnapshotFactory.builder()
                    .contextRegistry(registry)
                    .build()
                    .captureAll();
        } finally {
            MDC.clear();
        }

        Runnable nothing = () -> {};
        CompletableFuture.runAsync(taken.wrap(nothing), pool).join();
        TraceContext next = TraceContext.continueOrStart(null, null);
        Supplier<String> request = () -> {
            try (TraceScope ignored = next.makeCurrent()) {
                return seen();
            }
        };

        assertThat(CompletableFuture.supplyAsync(request, pool).join())
                .isEqualTo(next.traceId() + " " + next.spanId() + " " + next);
        assertThat(CompletableFuture.supplyAsync(TraceAccessorTest::seen, pool).join())
                .isEqualTo("null null null");
    }

    private static String seen() {
        return MDC.get("trace_id") + " " + MDC.get("span_id") + " " + TraceContext.current();
    }
}
